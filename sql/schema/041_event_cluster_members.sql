-- A happening's parties beside its members: put together in each query, they were most of its time (1.3 million
-- happenings: 5 s of processor time and over a gigabyte).
alter table event_cluster_members add column actors text[];
alter table event_cluster_members add column recipients text[];

update event_cluster_members set
    actors = p.actors,
    recipients = p.recipients
from (
    with
    codes as (
        select
            p.event_id,
            p.role,
            case
                when starts_with(p.code, 'PER:') then coalesce('PER:' || m.name, p.code)
                when starts_with(p.code, 'ORG:') then coalesce(m.code, p.code)
                else p.code
            end as code
        from event_parties as p
        left join entities as e on p.entity_id = e.entity_id
        left join entities as m on e.merged_into = m.entity_id
        where p.code is not null
    )

    select
        event_id,
        list_sort(list_distinct(list(code) filter (where role = 'actor'))) as actors,
        list_sort(list_distinct(list(code) filter (where role = 'recipient'))) as recipients
    from codes
    group by event_id
) as p
where event_cluster_members.event_id = p.event_id;

comment on column event_cluster_members.actors is
'Codes of those who act, in alphabetical order, variants of a name as one; the same for all members of a happening.';
comment on column event_cluster_members.recipients is
'Codes of those who are acted on, in the same manner.';
