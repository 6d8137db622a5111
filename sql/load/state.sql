-- What there is to publish, as one text: it changes when the schema, a text, a layer or a reject does.
with
files as (
    select string_agg(name || ' ' || content_hash, ',' order by name) as listing from schema_version
),

changes as (
    select count(*) as batch_count from batches
    where new_count + revised_count + reextracted_count + coalesce(restated_count, 0) > 0
),

refusals as (
    select count(*) as reject_count from rejects
)

select
    'schema ' || md5(files.listing)
    || ', batches ' || changes.batch_count
    || ', rejects ' || refusals.reject_count as state
from files
cross join changes
cross join refusals
