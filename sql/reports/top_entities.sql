-- title:   Names most in the news
-- grain:   one row per entity, its variants taken together, the $top with the most articles; undated articles are
--          apart, in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          type text = null (one entity type only); top int = 50 (at least 1)
-- columns: entity_id key of the entity;
--          name most frequent full form;
--          type kind of entity;
--          code country, international body or other code, null where there is none;
--          article_count dated articles that name the entity;
--          article_share article_count divided by all dated articles;
--          article_share_low lower end of its 95 % interval (Wilson, takes articles for independent of each other);
--          article_share_high upper end of that interval;
--          story_count distinct stories among them, wire copies counted once;
--          mention_count mentions by name in those articles;
--          sanctions_article_count articles of them with a sanctions statement;
--          undated_article_count undated articles that name the entity, in none of the other counts
with
asked_entities as (
    select
        entity_id,
        name,
        type,
        code
    from entities
    where $type::varchar is null or type = $type
),

asked_articles as (
    select
        article_id,
        story_id,
        published_date is null as is_undated
    from articles_within($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

undated_articles as (
    select article_id
    from articles
    where is_current and published_date is null
),

narrowed_articles as (
    select
        article_id,
        is_undated
    from asked_articles
    where
        $since::date > '1900-01-01' or $until::date < '9999-12-31' or $source::varchar is not null
        or $profile is not null
),

-- Two branches, one of which is always empty: where nothing is narrowed, only the few undated articles need to be
-- looked up (6 million namings: half the time).
asked_namings as (
    select
        entity_id,
        mention_count,
        article_id in (select undated_articles.article_id from undated_articles) as is_undated
    from article_namings
    where
        $since::date <= '1900-01-01' and $until::date >= '9999-12-31' and $source::varchar is null
        and $profile is null
    union all
    select
        namings.entity_id,
        namings.mention_count,
        narrowed_articles.is_undated
    from article_namings as namings
    inner join narrowed_articles on namings.article_id = narrowed_articles.article_id
),

entity_counts as (
    select
        entity_id,
        count(*) filter (where not is_undated) as article_count,
        coalesce(sum(mention_count) filter (where not is_undated), 0)::bigint as mention_count,
        count(*) filter (where is_undated) as undated_article_count
    from asked_namings
    group by entity_id
),

most_named as (
    select
        asked_entities.entity_id,
        asked_entities.name,
        asked_entities.type,
        asked_entities.code,
        entity_counts.article_count,
        entity_counts.mention_count,
        entity_counts.undated_article_count
    from entity_counts
    inner join asked_entities on entity_counts.entity_id = asked_entities.entity_id
    order by
        entity_counts.article_count desc, entity_counts.mention_count desc, entity_counts.undated_article_count desc,
        asked_entities.name, asked_entities.entity_id
    limit $top
),

-- What is dear, distinct stories and a look at the statements, is counted for the few that are shown.
top_namings as materialized (
    select
        entity_id,
        article_id
    from article_namings
    where entity_id in (select most_named.entity_id from most_named)
),

told_articles as (
    select
        article_id,
        story_id,
        article_id in (select sanctions.article_id from sanctions) as has_sanctions
    from asked_articles
    where not is_undated
),

story_counts as (
    select
        top_namings.entity_id,
        count(distinct hash(told_articles.story_id)) as story_count,
        count(*) filter (where told_articles.has_sanctions) as sanctions_article_count
    from top_namings
    inner join told_articles on top_namings.article_id = told_articles.article_id
    group by top_namings.entity_id
),

-- All articles of the sources, whatever a profile asks of their contents: that is what a share is of.
article_total as (
    select count(*) as article_count
    from articles_of($profile)
    where ($source::varchar is null or source = $source) and published_date >= $since and published_date < $until
)

select
    most_named.entity_id,
    most_named.name,
    most_named.type,
    most_named.code,
    most_named.article_count,
    round(most_named.article_count / nullif(article_total.article_count, 0), 6) as article_share,
    wilson_low(most_named.article_count, article_total.article_count) as article_share_low,
    wilson_high(most_named.article_count, article_total.article_count) as article_share_high,
    coalesce(story_counts.story_count, 0) as story_count,
    most_named.mention_count,
    coalesce(story_counts.sanctions_article_count, 0) as sanctions_article_count,
    most_named.undated_article_count
from most_named
left join story_counts on most_named.entity_id = story_counts.entity_id
cross join article_total
order by
    most_named.article_count desc, most_named.mention_count desc, most_named.undated_article_count desc,
    most_named.name, most_named.entity_id
