-- title:   Articles behind names on the rise and in decline
-- grain:   one row per entity and article of both windows: its first mention in its sentence; newest first
-- params:  since date = null (else $days days before until); until date = 9999-12-31 (exclusive, else the day after
--          the last article); days int = 30; source text = null; profile profile = null; least int = 5;
--          names int = 100 (entities, those in the most articles); per_key int = 6 (articles of an entity and window)
-- columns: entity_id key of the entity;
--          story_count whether it is in the window, and the first of its story;
--          before_story_count the same of the window before;
--          article_count whether it is in the window;
--          before_article_count whether it is in the window before;
--          thing_id key of the article;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence the sentence that names the entity first;
--          evidence_start first character of the name in the sentence;
--          evidence_end character after the name in the sentence
with
source_articles as (
    select published_date
    from articles_of($profile)
    where $source::varchar is null or source = $source
),

-- Windows as in the report.
last_days as (
    select if($until::date < '9999-12-31', $until::date, max(published_date) + 1) as until_date
    from source_articles
    having max(published_date) is not null
),

first_days as (
    select
        coalesce($since::date, until_date - $days::int) as since_date,
        until_date
    from last_days
),

windows as (
    select
        since_date,
        until_date,
        since_date - date_diff('day', since_date, until_date)::int as before_date
    from first_days
    where since_date < until_date
),

asked_articles as (
    select
        article_id,
        published_date
    from articles_within($profile)
    where $source::varchar is null or source = $source
),

-- The articles of both windows are few: found first, they spare joining all names to all articles.
window_articles as materialized (
    select
        asked.article_id,
        asked.published_date,
        asked.published_date >= windows.since_date as is_now
    from asked_articles as asked
    inner join windows
        on asked.published_date >= windows.before_date and asked.published_date < windows.until_date
),

namings as (
    select
        window_articles.article_id,
        entities.entity_id,
        window_articles.published_date,
        window_articles.is_now
    from article_namings as entities
    inner join window_articles on entities.article_id = window_articles.article_id
),

named_entities as (
    select entity_id
    from namings
    group by entity_id
    having count(*) >= $least
    order by count(*) desc, entity_id
    limit $names
),

newest_articles as (
    select
        entity_id,
        is_now,
        max_by(article_id, newest_first(published_date, article_id), $per_key) as article_ids
    from namings
    where entity_id in (select named_entities.entity_id from named_entities)
    group by entity_id, is_now
),

kept_articles as (
    select
        entity_id,
        is_now,
        unnest(article_ids) as article_id,
        generate_subscripts(article_ids, 1) as place
    from newest_articles
),

first_mentions as (
    select
        m.article_id,
        coalesce(e.merged_into, e.entity_id) as entity_id,
        min(m.start) as start,
        arg_min(m."end", m.start) as "end"
    from mentions as m
    inner join entities as e on m.entity_id = e.entity_id
    where m.article_id in (select kept_articles.article_id from kept_articles) and m.label is not null
    group by m.article_id, coalesce(e.merged_into, e.entity_id)
),

told_articles as (
    select
        article_id,
        story_id,
        source,
        title,
        url,
        text,
        published_date
    from articles
    where is_current and article_id in (select kept_articles.article_id from kept_articles)
),

kept_sentences as (
    select
        article_id,
        start,
        "end"
    from sentences
    where article_id in (select kept_articles.article_id from kept_articles)
)

select
    k.entity_id,
    k.is_now and row_number() over (partition by k.entity_id, k.is_now, a.story_id order by k.place) = 1 as story_count,
    not k.is_now and row_number() over (partition by k.entity_id, k.is_now, a.story_id order by k.place) = 1
        as before_story_count,
    k.is_now as article_count,
    not k.is_now as before_article_count,
    k.article_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    substring(a.text, s.start + 1, s."end" - s.start) as sentence,
    m.start - s.start as evidence_start,
    m."end" - s.start as evidence_end
from kept_articles as k
inner join told_articles as a on k.article_id = a.article_id
inner join first_mentions as m on k.article_id = m.article_id and k.entity_id = m.entity_id
left join kept_sentences as s on k.article_id = s.article_id and m.start >= s.start and m.start < s."end"
order by a.published_date desc, k.article_id, k.entity_id
