-- Fails if a layer has rows of an article that is not stored, or whose current text was never extracted.
--
-- Layers belong to the current revision and come with it in one transaction; rows without it are left-overs.
with
extracted as (
    select article_id from articles
    where is_current and extractor_version is not null
),

layer_articles as (
    select
        'sentences' as layer,
        article_id,
        count(*) as row_count
    from sentences
    group by article_id
    union all
    select
        'mentions' as layer,
        article_id,
        count(*) as row_count
    from mentions
    group by article_id
    union all
    select
        'article_entities' as layer,
        article_id,
        count(*) as row_count
    from article_entities
    group by article_id
    union all
    select
        'entity_roles' as layer,
        article_id,
        count(*) as row_count
    from entity_roles
    group by article_id
    union all
    select
        'dates' as layer,
        article_id,
        count(*) as row_count
    from dates
    group by article_id
    union all
    select
        'quotes' as layer,
        article_id,
        count(*) as row_count
    from quotes
    group by article_id
    union all
    select
        'events' as layer,
        article_id,
        count(*) as row_count
    from events
    group by article_id
    union all
    select
        'event_parties' as layer,
        article_id,
        count(*) as row_count
    from event_parties
    group by article_id
    union all
    select
        'event_sources' as layer,
        article_id,
        count(*) as row_count
    from event_sources
    group by article_id
    union all
    select
        'event_cluster_members' as layer,
        article_id,
        count(*) as row_count
    from event_cluster_members
    group by article_id
    union all
    select
        'sanctions' as layer,
        article_id,
        count(*) as row_count
    from sanctions
    group by article_id
    union all
    select
        'sanctions_parties' as layer,
        article_id,
        count(*) as row_count
    from sanctions_parties
    group by article_id
    union all
    select
        'statement_sources' as layer,
        article_id,
        count(*) as row_count
    from statement_sources
    group by article_id
    union all
    select
        'marks' as layer,
        article_id,
        count(*) as row_count
    from marks
    group by article_id
)

select
    l.article_id,
    l.layer,
    l.row_count
from layer_articles as l
anti join extracted as e on l.article_id = e.article_id
order by l.article_id, l.layer
