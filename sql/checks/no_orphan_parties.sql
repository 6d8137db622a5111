-- Fails if a party, a source or a cluster belongs to no statement or event of its article, or an event to no parent.
--
-- They are loaded from frames of their own; an id made twice from different parts would tear them apart.
with
owners as (
    select
        'sanctions' as layer,
        article_id,
        statement_id as owner_id
    from sanctions
    union all
    select
        'events' as layer,
        article_id,
        event_id as owner_id
    from events
),

owned as (
    select
        'sanctions' as layer,
        article_id,
        statement_id as owner_id,
        'sanctions_parties' as found_in
    from sanctions_parties
    union all
    select
        'sanctions' as layer,
        article_id,
        statement_id as owner_id,
        'statement_sources' as found_in
    from statement_sources
    union all
    select
        'events' as layer,
        article_id,
        event_id as owner_id,
        'event_parties' as found_in
    from event_parties
    union all
    select
        'events' as layer,
        article_id,
        event_id as owner_id,
        'event_sources' as found_in
    from event_sources
    union all
    select
        'events' as layer,
        article_id,
        event_id as owner_id,
        'event_cluster_members' as found_in
    from event_cluster_members
    union all
    select
        'events' as layer,
        article_id,
        parent_id as owner_id,
        'events, parent_id' as found_in
    from events
    where parent_id is not null
    union all
    select
        'events' as layer,
        article_id,
        event_id as owner_id,
        'sanctions, event_id' as found_in
    from sanctions
    where event_id is not null
)

select
    d.article_id,
    d.owner_id,
    d.found_in
from owned as d
anti join owners as o on d.layer = o.layer and d.article_id = o.article_id and d.owner_id = o.owner_id
order by d.article_id, d.owner_id, d.found_in
