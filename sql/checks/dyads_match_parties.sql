-- Fails if a pair of countries is not one of an event's actors and one of its recipients, or such a pair is missing.
--
-- event_dyads is what reports count by; it is written beside event_parties, batch by batch.
with
parties as (
    select distinct
        event_id,
        role,
        code
    from event_parties
    where code not like '%:%'
),

told as (
    select
        a.event_id,
        a.code as actor,
        r.code as recipient
    from parties as a
    inner join parties as r on a.event_id = r.event_id
    where a.role = 'actor' and r.role = 'recipient' and a.code != r.code
),

counted as (
    select
        event_id,
        actor,
        recipient,
        count(*) as row_count
    from event_dyads
    group by event_id, actor, recipient
)

select
    coalesce(t.event_id, c.event_id) as event_id,
    coalesce(t.actor, c.actor) as actor,
    coalesce(t.recipient, c.recipient) as recipient,
    coalesce(c.row_count, 0) as row_count
from told as t
full outer join counted as c
    on t.event_id = c.event_id and t.actor = c.actor and t.recipient = c.recipient
where t.event_id is null or c.row_count is distinct from 1
order by event_id, actor, recipient
