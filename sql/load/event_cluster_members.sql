-- Events of the batch that may be the same happening as others: somebody acts, and somebody is acted on, both known.
--
-- An interval of more than a month ("in 2014") says little about the day: such events are one only with events of the
-- same interval, so the interval is part of their key. An undated event of an undated article is one with nothing.
insert into event_cluster_members (
    event_id, article_id, cluster_key, first_date, last_date, actors, recipients, run_id
)
with
codes as (
    select
        p.event_id,
        list_sort(list_distinct(list(p.code) filter (where p.role = 'actor'))) as actors,
        list_sort(list_distinct(list(p.code) filter (where p.role = 'recipient'))) as recipients
    from incoming_event_parties as p
    inner join batch_articles as b on p.article_id = b.article_id
    where b.is_replaced and p.code is not null
    group by p.event_id
),

dated as (
    select
        e.event_id,
        e.article_id,
        concat_ws(
            ' ', e.type, e.modality, array_to_string(c.actors, ',') || '>' || array_to_string(c.recipients, ',')
        ) as cluster_key,
        coalesce(e.start_date, a.published_date - 1) as first_date,
        coalesce(e.end_date, a.published_date) as last_date,
        c.actors,
        c.recipients,
        b.run_id
    from incoming_events as e
    inner join batch_articles as b on e.article_id = b.article_id
    inner join articles as a on e.article_id = a.article_id and a.is_current
    inner join codes as c on e.event_id = c.event_id
    where b.is_replaced and c.actors is not null and c.recipients is not null
)

select
    event_id,
    article_id,
    case
        when first_date is null then cluster_key || ' ' || event_id
        when last_date - first_date > 31 then concat_ws(' ', cluster_key, first_date, last_date)
        else cluster_key
    end as cluster_key,
    first_date,
    last_date,
    actors,
    recipients,
    run_id
from dated
