-- title:   Articles behind the names most in the news
-- grain:   one row per entity and article that names it: its first mention in its sentence; newest first
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          names int = 60 (entities, those in the most articles); per_key int = 10 (articles of an entity)
-- columns: entity_id key of the entity;
--          article_count true when the article is dated;
--          undated_article_count true when the article is undated;
--          thing_id key of the article;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence the sentence as it stands in the text;
--          evidence_start first character of the name in the sentence;
--          evidence_end character after the name in the sentence
with
namings as (
    select
        article_id,
        entity_id,
        published_date
    from entities_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

named_entities as (
    select entity_id
    from namings
    group by entity_id
    order by count(published_date) desc, count(*) desc, entity_id
    limit $names
),

newest_articles as (
    select
        entity_id,
        max_by(article_id, newest_first(published_date, article_id), $per_key) as article_ids
    from namings
    where entity_id in (select named_entities.entity_id from named_entities)
    group by entity_id
),

kept_articles as (
    select
        entity_id,
        unnest(article_ids) as article_id
    from newest_articles
),

-- Variants of a name count with the entity that they were merged into.
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
    a.published_date is not null as article_count,
    a.published_date is null as undated_article_count,
    k.article_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    substring(a.text, s.start + 1, s."end" - s.start) as sentence,
    m.start - s.start as evidence_start,
    m."end" - s.start as evidence_end
from kept_articles as k
inner join articles as a on k.article_id = a.article_id and a.is_current
inner join first_mentions as m on k.article_id = m.article_id and k.entity_id = m.entity_id
left join kept_sentences as s on k.article_id = s.article_id and m.start >= s.start and m.start < s."end"
order by a.published_date desc nulls last, k.article_id, k.entity_id
