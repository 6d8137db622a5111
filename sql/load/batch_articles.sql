-- What became of each text. Layers are replaced when the text is current and was not extracted by this version yet.
create or replace temporary table batch_articles as
with
judged as (
    select
        t.article_id,
        t.run_id,
        t.extractor_version,
        t.is_known_article,
        t.is_known_text,
        a.is_current
        and (not t.is_known_text or t.old_extractor_version is distinct from t.extractor_version) as is_replaced
    from batch_texts as t
    inner join articles as a on t.article_id = a.article_id and t.content_hash = a.content_hash
)

select
    article_id,
    run_id,
    extractor_version,
    is_replaced,
    is_known_article and is_replaced as has_old_layers,
    case
        when not is_known_article then 'new'
        when not is_known_text then 'revised'
        when is_replaced then 'reextracted'
        else 'unchanged'
    end as outcome
from judged
