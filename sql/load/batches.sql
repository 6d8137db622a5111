insert into batches (
    batch_id, run_id, extractor_version,
    new_count, revised_count, reextracted_count, unchanged_count, reject_count, loaded_at
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

texts as (
    select
        count(*) filter (where outcome = 'new') as new_count,
        count(*) filter (where outcome = 'revised') as revised_count,
        count(*) filter (where outcome = 'reextracted') as reextracted_count,
        count(*) filter (where outcome = 'unchanged') as unchanged_count
    from batch_articles
),

refusals as (
    select count(*) filter (where not is_known) as reject_count from batch_rejects
)

select
    e.batch_id + 1 as batch_id,
    b.run_id,
    b.extractor_version,
    t.new_count,
    t.revised_count,
    t.reextracted_count,
    t.unchanged_count,
    r.reject_count,
    current_timestamp at time zone 'UTC' as loaded_at
from batch as b
cross join earlier as e
cross join texts as t
cross join refusals as r
