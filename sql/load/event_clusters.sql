-- Happenings of every key that has a member without one: members whose days overlap, directly or through others.
--
-- The id comes from the key and the first day, so it is the same whatever the order of loading; a report of a later day
-- never changes it.
update event_cluster_members set cluster_id = n.cluster_id
from (
    with
    touched as (
        select distinct cluster_key from event_cluster_members
        where cluster_id is null
    ),

    members as (
        select
            m.event_id,
            m.cluster_key,
            m.cluster_id,
            m.first_date,
            m.last_date,
            max(m.last_date) over earlier as last_before_date
        from event_cluster_members as m
        inner join touched as t on m.cluster_key = t.cluster_key
        window earlier as (
            partition by m.cluster_key
            order by m.first_date, m.last_date, m.event_id
            rows between unbounded preceding and 1 preceding
        )
    ),

    happenings as (
        select
            event_id,
            cluster_key,
            cluster_id,
            first_date,
            count(*) filter (where last_before_date is null or first_date > last_before_date)
                over (partition by cluster_key order by first_date, last_date, event_id) as number
        from members
    ),

    named as (
        select
            event_id,
            cluster_id as old_cluster_id,
            'c' || left(
                md5(
                    concat_ws(' ', cluster_key, min(first_date) over (partition by cluster_key, number))
                ), 16
            ) as cluster_id
        from happenings
    )

    select
        event_id,
        cluster_id
    from named
    where old_cluster_id is distinct from cluster_id
) as n
where event_cluster_members.event_id = n.event_id
