-- title:   Who does what to whom
-- grain:   one row per actor and recipient, two different countries or international bodies, the $top with the most
--          events, an event of several parties in several rows; undated articles are apart, in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          modality text = actual (those of a profile stand in its place, one of: actual, planned, considered,
--          threatened, demanded, promised, refused, hypothetical, denied, all); top int = 100 (at least 1)
-- columns: actor who acts, ISO 3166-1 alpha-3 or EUU UNO NAT;
--          recipient who is acted on;
--          event_count events, told once or often;
--          cluster_count distinct happenings among them, and so all that follows;
--          verbal_cooperation_count happenings of AGREE CONSULT SUPPORT CONCEDE;
--          material_cooperation_count happenings of COOPERATE AID RETREAT;
--          verbal_conflict_count happenings of REQUEST ACCUSE REJECT THREATEN;
--          material_conflict_count happenings of PROTEST SANCTION MOBILIZE COERCE ASSAULT;
--          net_balance cooperation less conflict, divided by both, from -1 (conflict only) to 1 (cooperation only);
--          article_count articles that tell of them;
--          first_date day on which the first of these articles appeared;
--          last_date day on which the last one appeared;
--          undated_event_count events of undated articles, in none of the other counts
with
asked_events as (
    select
        event_id,
        article_id,
        type,
        published_date,
        published_date is null as is_undated
    from events_of($profile)
    where
        ($source::varchar is null or source = $source)
        and ($modality = 'all' or modality = $modality or allowed($profile, 'modalities') is not null)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

pair_events as (
    select
        dyads.actor,
        dyads.recipient,
        asked_events.event_id,
        asked_events.article_id,
        asked_events.type,
        asked_events.published_date,
        asked_events.is_undated
    from asked_events
    inner join event_dyads as dyads on asked_events.event_id = dyads.event_id
),

most_told as (
    select
        actor,
        recipient,
        count(*) filter (where not is_undated) as event_count,
        count(*) filter (where is_undated) as undated_event_count
    from pair_events
    group by actor, recipient
    order by event_count desc, undated_event_count desc, actor, recipient
    limit $top
),

-- What is dear, distinct articles and happenings, is counted for the few pairs that are shown.
told_events as (
    select
        pair_events.actor,
        pair_events.recipient,
        pair_events.event_id,
        pair_events.article_id,
        pair_events.type,
        pair_events.published_date
    from pair_events
    semi join most_told on pair_events.actor = most_told.actor and pair_events.recipient = most_told.recipient
    where not pair_events.is_undated
),

article_counts as (
    select
        actor,
        recipient,
        count(distinct article_id) as article_count,
        min(published_date) as first_date,
        max(published_date) as last_date
    from told_events
    group by actor, recipient
),

-- A happening is of one type.
type_counts as (
    select
        told_events.actor,
        told_events.recipient,
        told_events.type,
        count(distinct members.cluster_id) as cluster_count
    from told_events
    inner join event_cluster_members as members on told_events.event_id = members.event_id
    group by told_events.actor, told_events.recipient, told_events.type
),

quad_counts as (
    select
        type_counts.actor,
        type_counts.recipient,
        sum(type_counts.cluster_count) as cluster_count,
        sum(type_counts.cluster_count) filter (where event_types.quad = 'verbal cooperation')
            as verbal_cooperation_count,
        sum(type_counts.cluster_count) filter (where event_types.quad = 'material cooperation')
            as material_cooperation_count,
        sum(type_counts.cluster_count) filter (where event_types.quad = 'verbal conflict') as verbal_conflict_count,
        sum(type_counts.cluster_count) filter (where event_types.quad = 'material conflict') as material_conflict_count,
        sum(if(event_types.is_conflict, -type_counts.cluster_count, type_counts.cluster_count)) as surplus_count
    from type_counts
    inner join event_types on type_counts.type = event_types.type
    group by type_counts.actor, type_counts.recipient
)

select
    most_told.actor,
    most_told.recipient,
    most_told.event_count,
    coalesce(quad_counts.cluster_count, 0)::bigint as cluster_count,
    coalesce(quad_counts.verbal_cooperation_count, 0)::bigint as verbal_cooperation_count,
    coalesce(quad_counts.material_cooperation_count, 0)::bigint as material_cooperation_count,
    coalesce(quad_counts.verbal_conflict_count, 0)::bigint as verbal_conflict_count,
    coalesce(quad_counts.material_conflict_count, 0)::bigint as material_conflict_count,
    round(quad_counts.surplus_count / quad_counts.cluster_count, 6) as net_balance,
    coalesce(article_counts.article_count, 0) as article_count,
    article_counts.first_date,
    article_counts.last_date,
    most_told.undated_event_count
from most_told
left join article_counts on most_told.actor = article_counts.actor and most_told.recipient = article_counts.recipient
left join quad_counts on most_told.actor = quad_counts.actor and most_told.recipient = quad_counts.recipient
order by most_told.event_count desc, most_told.undated_event_count desc, most_told.actor, most_told.recipient
