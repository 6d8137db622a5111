-- New wordings with those that may be near copies: first one of each story for each band and day, so that a thousand
-- copies of one text cost a new copy no more than a few. A story that none of these belongs to: batch_rest.sql.
create or replace temporary table batch_candidates as
with
rule as (
    select 3 as window_days
),

fresh_hits as (
    select h.*
    from batch_hits as h
    inner join batch_stories as b on h.story_key = b.story_key
    where b.is_new
),

heads as (
    select
        story_id,
        published_date,
        band,
        band_value,
        min(story_key) as story_key
    from batch_hits
    group by story_id, published_date, band, band_value
)

select distinct
    f.story_key,
    f.story_id,
    h.story_key as other_key,
    h.story_id as other_id
from fresh_hits as f
inner join heads as h on f.band = h.band and f.band_value = h.band_value
cross join rule as r
where
    f.story_id != h.story_id
    and coalesce(abs(f.published_date - h.published_date) <= r.window_days, true)
