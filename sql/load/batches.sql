insert into batches (
    batch_id, run_id, extractor_version,
    new_count, revised_count, reextracted_count, unchanged_count, restated_count, reject_count, loaded_at
)
with
batch as (
    select
        cast($run_id as text) as run_id,
        cast($extractor_version as text) as extractor_version
),

earlier as (
    select coalesce(max(batch_id), 0) as batch_id from batches
),

-- Of the texts of a new article one is the article, the others revise it.
articles_seen as (
    select
        count(*) filter (where not is_known_article) as new_count,
        count(*) filter (where is_reextracted) as reextracted_count
    from batch_articles
),

texts as (
    select
        count(*) filter (where not is_known_text) as text_count,
        count(*) filter (where is_known_text) as known_count,
        count(*) filter (where is_later) as restated_count
    from batch_texts
),

refusals as (
    select count(*) filter (where not is_known) as reject_count from batch_rejects
)

select
    e.batch_id + 1 as batch_id,
    b.run_id,
    b.extractor_version,
    a.new_count,
    t.text_count - a.new_count as revised_count,
    a.reextracted_count,
    t.known_count - a.reextracted_count as unchanged_count,
    t.restated_count,
    r.reject_count,
    current_timestamp at time zone 'UTC' as loaded_at
from batch as b
cross join earlier as e
cross join articles_seen as a
cross join texts as t
cross join refusals as r
