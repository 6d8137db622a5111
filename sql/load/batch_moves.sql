-- Stories of the batch that get another name: those that links connect become one, and the earliest wording names it.
create or replace temporary table batch_moves as
with recursive
links as (
    select
        story_id,
        other_id
    from batch_links
    union
    select
        other_id as story_id,
        story_id as other_id
    from batch_links
),

touched as (
    select story_id from links
    union
    select t.story_id
    from batch_stories as b
    inner join story_texts as t on b.story_key = t.story_key
),

-- The least name walks over all links; a greater one gains nothing by passing a lesser.
reached as (
    select
        story_id,
        story_id as root_id
    from touched
    union
    select
        l.other_id as story_id,
        r.root_id
    from reached as r
    inner join links as l on r.story_id = l.story_id
    where r.root_id < l.other_id
),

roots as (
    select
        story_id,
        min(root_id) as root_id
    from reached
    group by story_id
),

names as (
    select
        r.root_id,
        first(t.story_key order by t.first_at asc nulls last, t.story_key asc) as new_id
    from roots as r
    inner join story_texts as t on r.story_id = t.story_id
    group by r.root_id
)

select
    r.story_id,
    n.new_id
from roots as r
inner join names as n on r.root_id = n.root_id
where r.story_id != n.new_id
