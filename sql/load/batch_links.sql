-- Stories that are one because a new wording of the batch has the words of another day's, at most window_days apart; an
-- undated one is compared with all.
create or replace temporary table batch_links as
with
rule as (
    select 3 as window_days
)

select distinct
    b.story_key as story_id,
    t.story_id as other_id
from batch_stories as b
inner join story_texts as t on b.words_hash = t.words_hash
cross join rule as r
where
    b.is_new
    and b.story_key != t.story_key
    and coalesce(abs(b.published_date - t.published_date) <= r.window_days, true)
