-- Keys of happenings after variants have been put together: PER:Zelenskiy is the party PER:Zelensky. Happenings that
-- lose or gain a member are put together anew by event_clusters.sql.
create or replace temporary table new_cluster_keys as
with
codes as (
    select
        p.event_id,
        p.role,
        case
            when starts_with(p.code, 'PER:') then coalesce('PER:' || q.name, p.code)
            when starts_with(p.code, 'ORG:') then coalesce(q.code, p.code)
            else p.code
        end as code
    from event_parties as p
    left join variant_roots as r on p.entity_id = r.entity_id and r.root_id != r.entity_id
    left join variant_parties as q on r.root_id = q.entity_id
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

keys as (
    select
        m.event_id,
        m.cluster_key,
        concat_ws(
            ' ', e.type, e.modality, array_to_string(p.actors, ',') || '>' || array_to_string(p.recipients, ',')
        ) as party_key,
        p.actors,
        p.recipients,
        m.first_date,
        m.last_date
    from event_cluster_members as m
    inner join events as e on m.event_id = e.event_id
    inner join parties as p on m.event_id = p.event_id
),

named as (
    select
        event_id,
        actors,
        recipients,
        cluster_key as old_key,
        case
            when first_date is null then party_key || ' ' || event_id
            when last_date - first_date > 31 then concat_ws(' ', party_key, first_date, last_date)
            else party_key
        end as new_key
    from keys
)

select
    event_id,
    old_key,
    new_key,
    actors,
    recipients
from named
where new_key != old_key;

update event_cluster_members set cluster_id = null
where cluster_key in (select k.old_key from new_cluster_keys as k);

update event_cluster_members set
    cluster_key = k.new_key,
    actors = k.actors,
    recipients = k.recipients,
    cluster_id = null
from new_cluster_keys as k
where event_cluster_members.event_id = k.event_id
