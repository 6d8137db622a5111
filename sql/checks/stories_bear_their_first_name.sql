-- Fails if a story is not named after its earliest wording, or an article is of a story that has none.
--
-- Names are kept up to date batch by batch, so that they are the same whatever the order of loading; a step left out
-- shows here.
with
named as (
    select
        story_id,
        first(story_key order by first_at asc nulls last, story_key asc) as first_key
    from story_texts
    group by story_id
),

articles_stories as (
    select
        story_id,
        min(article_id) as article_id,
        count(*) as text_count
    from articles
    where story_id is not null
    group by story_id
)

select
    coalesce(n.story_id, a.story_id) as story_id,
    n.first_key,
    a.article_id,
    a.text_count
from named as n
full outer join articles_stories as a on n.story_id = a.story_id
where
    n.story_id is null
    or n.first_key is distinct from n.story_id
order by story_id
