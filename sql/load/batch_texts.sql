-- Each text of the batch, with what was stored of its article before, and who brings it now.
create or replace temporary table batch_texts as
with
batch as (
    select
        cast($run_id as text) as run_id,
        cast($extractor_version as text) as extractor_version
),

stored as (
    select
        a.article_id,
        a.content_hash,
        a.extractor_version
    from articles as a
    inner join incoming_articles as i on a.article_id = i.article_id
),

texts as (
    select
        i.article_id,
        i.content_hash,
        max(s.extractor_version) as old_extractor_version,
        count(s.article_id) > 0 as is_known_article,
        coalesce(bool_or(s.content_hash = i.content_hash), false) as is_known_text
    from incoming_articles as i
    left join stored as s on i.article_id = s.article_id
    group by i.article_id, i.content_hash
)

select
    t.article_id,
    t.content_hash,
    b.run_id,
    b.extractor_version,
    t.old_extractor_version,
    t.is_known_article,
    t.is_known_text
from texts as t
cross join batch as b
