-- title:   Names most in the news
-- grain:   one row per entity, the $top with the most articles; undated articles are apart, in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null;
--          type text = null (one entity type only); top int = 50
-- columns: entity_id key of the entity;
--          name most frequent full form;
--          type kind of entity;
--          code country, international body or other code, null where there is none;
--          article_count dated articles that name the entity;
--          story_count distinct stories among them, wire copies counted once;
--          mention_count mentions by name in those articles;
--          sanctions_article_count articles of them with a sanctions statement;
--          undated_article_count undated articles that name the entity, in none of the other counts
with
current_articles as (
    select
        article_id,
        published_date is null as is_undated,
        coalesce(story_id, article_id) as story_id,
        article_id in (select sanctions.article_id from sanctions) as has_sanctions
    from articles
    where
        is_current
        and ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

asked_entities as (
    select
        entity_id,
        name,
        type,
        code
    from entities
    where $type::varchar is null or type = $type
),

-- Counted by article first: a distinct count over all mentions is much slower (10 million mentions: 8 s).
article_entities as (
    select
        article_id,
        entity_id,
        count(*) as mention_count
    from mentions
    where entity_id is not null and label is not null
    group by article_id, entity_id
),

entity_counts as (
    select
        article_entities.entity_id,
        count(*) filter (where not current_articles.is_undated) as article_count,
        count(distinct current_articles.story_id) filter (where not current_articles.is_undated) as story_count,
        coalesce(sum(article_entities.mention_count) filter (where not current_articles.is_undated), 0)::bigint
            as mention_count,
        count(*) filter (where current_articles.has_sanctions and not current_articles.is_undated)
            as sanctions_article_count,
        count(*) filter (where current_articles.is_undated) as undated_article_count
    from article_entities
    inner join current_articles on article_entities.article_id = current_articles.article_id
    group by article_entities.entity_id
)

select
    asked_entities.entity_id,
    asked_entities.name,
    asked_entities.type,
    asked_entities.code,
    entity_counts.article_count,
    entity_counts.story_count,
    entity_counts.mention_count,
    entity_counts.sanctions_article_count,
    entity_counts.undated_article_count
from entity_counts
inner join asked_entities on entity_counts.entity_id = asked_entities.entity_id
order by
    entity_counts.article_count desc, entity_counts.mention_count desc, entity_counts.undated_article_count desc,
    asked_entities.name, asked_entities.entity_id
limit $top
