-- Bands (two MinHash values side by side) of wordings published near the new ones of the batch, as far as a new one has
-- the same: those that share one are candidates. New wordings are among them. A batch reads the bands of its days only;
-- one with an undated text reads them all.
create or replace temporary table batch_hits as
with
rule as (
    select 3 as window_days
),

span as (
    select
        min(b.published_date) - any_value(r.window_days) as first_date,
        max(b.published_date) + any_value(r.window_days) as last_date,
        bool_or(b.published_date is null) as has_undated
    from batch_stories as b
    cross join rule as r
    where b.is_new
),

fresh_bands as (
    select distinct
        unnest(minhash) as band_value,
        generate_subscripts(minhash, 1) as band
    from batch_stories
    where is_new and len(minhash) > 0
),

nearby_bands as (
    select
        t.story_key,
        t.story_id,
        t.published_date,
        unnest(t.minhash) as band_value,
        generate_subscripts(t.minhash, 1) as band
    from story_texts as t
    cross join span as s
    where
        len(t.minhash) > 0
        and (s.has_undated or t.published_date is null or t.published_date between s.first_date and s.last_date)
)

select
    n.story_key,
    n.story_id,
    n.published_date,
    n.band,
    n.band_value
from nearby_bands as n
semi join fresh_bands as f on n.band = f.band and n.band_value = f.band_value
