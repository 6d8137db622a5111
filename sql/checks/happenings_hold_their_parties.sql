-- Fails if the actors or the recipients beside an event of a happening are not its parties.
--
-- They are put there when an event is loaded and when variants of names are put together, for the happenings' view.
with
codes as (
    select
        p.event_id,
        p.role,
        case
            when starts_with(p.code, 'PER:') then coalesce('PER:' || n.name, p.code)
            when starts_with(p.code, 'ORG:') then coalesce(n.code, p.code)
            else p.code
        end as code
    from event_parties as p
    left join entity_names as n on p.entity_id = n.entity_id and n.is_variant
    where p.code is not null
),

parties as (
    select
        event_id,
        list_sort(list_distinct(list(code) filter (where role = 'actor'))) as actors,
        list_sort(list_distinct(list(code) filter (where role = 'recipient'))) as recipients
    from codes
    group by event_id
),

counted as (
    select
        m.event_id,
        m.actors,
        m.recipients,
        parties.actors as their_actors,
        parties.recipients as their_recipients
    from event_cluster_members as m
    left join parties on m.event_id = parties.event_id
)

select
    event_id,
    actors,
    their_actors,
    recipients,
    their_recipients
from counted
where
    actors is distinct from their_actors
    or recipients is distinct from their_recipients
order by event_id
