-- title:   Events behind the trends
-- grain:   one row per event, newest first; the newest of every period and type
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null; modality text = actual (all for every one); per_key int = 5 (of a period and type);
--          top int = 1500 (in all)
-- columns: period_date first day of the period;
--          quad class of the type;
--          type PLOVER category;
--          event_count true: every row is an event;
--          cluster_count whether it is the first of its happening;
--          event_article_count whether it is the first of its article;
--          claim what the text claims about it;
--          parties actors and recipients;
--          thing_id key of the event;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence the sentence as it stands in the text;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence
with
counted_events as (
    select
        event_id,
        type,
        published_date,
        date_trunc($grain, published_date)::date as period_date
    from events_of($profile)
    where
        ($source::varchar is null or source = $source)
        and ($modality = 'all' or modality = $modality or allowed($profile, 'modalities') is not null)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

-- Of every period and type the newest first, so that the oldest bar has sentences as well.
newest_events as (
    select
        period_date,
        type,
        max_by(event_id, newest_first(published_date, event_id), $per_key) as event_ids
    from counted_events
    group by period_date, type
),

kept_events as (
    select
        period_date,
        type,
        unnest(event_ids) as event_id,
        generate_subscripts(event_ids, 1) as place
    from newest_events
    order by place, period_date, type
    limit $top
),

members as (
    select
        event_id,
        cluster_id
    from event_cluster_members
    where event_id in (select kept_events.event_id from kept_events)
),

parties as (
    select
        event_id,
        string_agg(distinct code, ', ' order by code) filter (where role = 'actor') as actor,
        string_agg(distinct code, ', ' order by code) filter (where role = 'recipient') as recipient
    from event_parties
    where event_id in (select kept_events.event_id from kept_events)
    group by event_id
)

select
    k.period_date,
    t.quad,
    k.type,
    true as event_count,
    m.cluster_id is not null
    and row_number() over (partition by k.period_date, k.type, m.cluster_id order by k.place) = 1 as cluster_count,
    row_number() over (partition by k.period_date, k.type, a.article_id order by k.place) = 1 as event_article_count,
    e.modality as claim,
    coalesce(p.actor, '?') || ' → ' || coalesce(p.recipient, '?') as parties,
    k.event_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    e.sentence,
    e.trigger_start - e.sentence_start as evidence_start,
    e.trigger_end - e.sentence_start as evidence_end
from kept_events as k
inner join events as e on k.event_id = e.event_id
inner join articles as a on e.article_id = a.article_id and a.is_current
inner join event_types as t on e.type = t.type
left join members as m on k.event_id = m.event_id
left join parties as p on k.event_id = p.event_id
order by a.published_date desc nulls last, e.article_id, e.trigger_start, e.event_id
