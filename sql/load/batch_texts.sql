-- Each text of the batch, with what was stored of it and of its article before, and who brings it now.
create or replace temporary table batch_texts as
with
batch as (
    select
        cast($run_id as text) as run_id,
        cast($extractor_version as text) as extractor_version
),

incoming as (
    select
        article_id,
        content_hash,
        extraction_status,
        version_at at time zone 'UTC' as version_at,
        has_layers,
        count(*) over (partition by article_id) as text_count
    from incoming_articles
),

stored as (
    select
        a.article_id,
        a.content_hash,
        a.extractor_version,
        a.version_at
    from articles as a
    semi join incoming as i on a.article_id = i.article_id
),

known_articles as (
    select distinct article_id from stored
)

select
    i.article_id,
    i.content_hash,
    i.extraction_status,
    b.run_id,
    b.extractor_version,
    s.extractor_version as old_extractor_version,
    i.text_count,
    i.has_layers,
    k.article_id is not null as is_known_article,
    s.article_id is not null as is_known_text,
    coalesce(s.article_id is not null and (i.version_at > s.version_at or s.version_at is null), false)
    and i.version_at is not null as is_later
from incoming as i
cross join batch as b
left join known_articles as k on i.article_id = k.article_id
left join stored as s on i.article_id = s.article_id and i.content_hash = s.content_hash
