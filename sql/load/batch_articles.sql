-- What becomes of each article. Layers are replaced when its current text comes with some that this version has not
-- made of it before.
create or replace temporary table batch_articles as
with
judged as (
    select
        t.article_id,
        t.run_id,
        t.extractor_version,
        t.extraction_status,
        t.is_known_article,
        t.is_known_text,
        (a.is_current and t.has_layers and t.old_extractor_version is distinct from t.extractor_version) as is_replaced
    from batch_texts as t
    inner join articles as a on t.article_id = a.article_id and t.content_hash = a.content_hash
)

select
    article_id,
    any_value(run_id) as run_id,
    any_value(extractor_version) as extractor_version,
    max(case when is_replaced then extraction_status end) as extraction_status,
    any_value(is_known_article) as is_known_article,
    bool_or(is_replaced) as is_replaced,
    bool_or(is_replaced and is_known_text) as is_reextracted,
    bool_or(is_replaced and is_known_article) as has_old_layers
from judged
group by article_id
