-- title:   Events behind who does what to whom
-- grain:   one row per event and pair of actor and recipient, newest first; the newest of every pair
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          modality text = actual (all for every one); per_key int = 15 (of a pair); top int = 1200 (in all)
-- columns: actor who acts;
--          recipient who is acted on;
--          event_count true when the article is dated;
--          cluster_count whether it is the first of its happening;
--          verbal_cooperation_count whether it is the first of its happening, and AGREE CONSULT SUPPORT CONCEDE;
--          material_cooperation_count whether it is the first of its happening, and COOPERATE AID RETREAT;
--          verbal_conflict_count whether it is the first of its happening, and REQUEST ACCUSE REJECT THREATEN;
--          material_conflict_count whether it is the first of its happening, and PROTEST SANCTION MOBILIZE COERCE
--          ASSAULT;
--          article_count whether it is the first of its article;
--          undated_event_count true when the article is undated;
--          type PLOVER category;
--          claim what the text claims about it;
--          thing_id key of the event;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence the sentence as it stands in the text;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence
with
asked_events as (
    select
        event_id,
        published_date
    from events_of($profile)
    where
        ($source::varchar is null or source = $source)
        and ($modality = 'all' or modality = $modality or allowed($profile, 'modalities') is not null)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

pair_events as (
    select
        event_dyads.actor,
        event_dyads.recipient,
        asked_events.event_id,
        newest_first(asked_events.published_date, asked_events.event_id) as newness
    from asked_events
    inner join event_dyads on asked_events.event_id = event_dyads.event_id
),

-- Of every pair the newest first; where there are too many pairs, of the largest.
newest_events as (
    select
        actor,
        recipient,
        count(*) as pair_count,
        max_by(event_id, newness, $per_key) as event_ids
    from pair_events
    group by actor, recipient
),

kept_events as (
    select
        actor,
        recipient,
        pair_count,
        unnest(event_ids) as event_id,
        generate_subscripts(event_ids, 1) as place
    from newest_events
    order by place, pair_count desc, actor, recipient
    limit $top
),

members as (
    select
        event_id,
        cluster_id
    from event_cluster_members
    where event_id in (select kept_events.event_id from kept_events)
),

told_events as (
    select
        e.event_id,
        e.article_id,
        e.type,
        e.modality,
        e.trigger_start,
        e.trigger_end,
        e.sentence_start,
        e.sentence
    from events as e
    where e.event_id in (select kept_events.event_id from kept_events)
),

flagged_events as (
    select
        k.actor,
        k.recipient,
        k.event_id,
        e.article_id,
        e.type,
        e.modality,
        e.trigger_start,
        e.trigger_end,
        e.sentence_start,
        e.sentence,
        a.published_date,
        a.source,
        a.title,
        a.url,
        a.published_date is not null as is_dated,
        a.published_date is not null
        and members.cluster_id is not null
        and row_number() over (partition by k.actor, k.recipient, members.cluster_id order by k.place) = 1 as is_first,
        a.published_date is not null
        and row_number() over (partition by k.actor, k.recipient, a.article_id order by k.place) = 1
            as is_first_of_article
    from kept_events as k
    inner join told_events as e on k.event_id = e.event_id
    inner join articles as a on e.article_id = a.article_id and a.is_current
    left join members on k.event_id = members.event_id
)

select
    k.actor,
    k.recipient,
    k.is_dated as event_count,
    k.is_first as cluster_count,
    k.is_first and t.quad = 'verbal cooperation' as verbal_cooperation_count,
    k.is_first and t.quad = 'material cooperation' as material_cooperation_count,
    k.is_first and t.quad = 'verbal conflict' as verbal_conflict_count,
    k.is_first and t.quad = 'material conflict' as material_conflict_count,
    k.is_first_of_article as article_count,
    not k.is_dated as undated_event_count,
    k.type,
    k.modality as claim,
    k.event_id as thing_id,
    k.published_date,
    k.source,
    k.title,
    k.url,
    k.sentence,
    k.trigger_start - k.sentence_start as evidence_start,
    k.trigger_end - k.sentence_start as evidence_end
from flagged_events as k
inner join event_types as t on k.type = t.type
order by k.published_date desc nulls last, k.article_id, k.trigger_start, k.event_id, k.actor, k.recipient
