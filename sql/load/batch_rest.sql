-- The other wordings of stories that share a band with a new wording, where none of the first ones was a near copy.
create or replace temporary table batch_candidates as
with
rule as (
    select 3 as window_days
),

several as (
    select story_id from batch_hits
    group by story_id
    having min(story_key) != max(story_key)
),

open_stories as (
    select distinct
        c.story_key,
        c.other_id
    from batch_candidates as c
    semi join several as s on c.other_id = s.story_id
    anti join batch_links as l on c.story_id = l.story_id and c.other_id = l.other_id
),

rest as (
    select distinct
        f.story_key,
        f.story_id,
        h.story_key as other_key,
        h.story_id as other_id
    from open_stories as o
    inner join batch_hits as f on o.story_key = f.story_key
    inner join batch_hits as h on o.other_id = h.story_id and f.band = h.band and f.band_value = h.band_value
    cross join rule as r
    where coalesce(abs(f.published_date - h.published_date) <= r.window_days, true)
)

select
    r.story_key,
    r.story_id,
    r.other_key,
    r.other_id
from rest as r
anti join batch_candidates as c on r.story_key = c.story_key and r.other_key = c.other_key
