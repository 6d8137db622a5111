-- title:   Events over time
-- grain:   one row per period and event type that occurs in the window or the year before it; periods without are
--          present with 0; events of undated articles are apart, in the last rows, without period_date
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null;
--          modality text = actual (those of a profile stand in its place, one of: actual, planned, considered,
--          threatened, demanded, promised, refused, hypothetical, denied, all)
-- columns: period_date first day of the period in which the articles appeared, weeks begin on Monday;
--          quad class of the type: cooperation or conflict, in words (verbal) or deeds (material);
--          type PLOVER category;
--          event_count events, told once or often;
--          cluster_count distinct happenings among them, of events with a known party on either side;
--          event_article_count articles with such an event;
--          article_count all articles of the period;
--          article_share event_article_count divided by article_count, null where there are no articles;
--          article_share_change article_share less that of the period before, in points;
--          article_share_year_change article_share less that of the same period a year before (364 days for days and
--          weeks), in points
with
current_articles as (
    select
        article_id,
        published_date,
        date_trunc($grain, published_date)::date as period_date,
        published_date is null or (published_date >= $since and published_date < $until) as is_asked,
        -- Whole periods of the year before the window, to compare with.
        published_date >= date_trunc($grain, $since::date) - interval 54 week
        and published_date < date_trunc($grain, $since::date) as is_before
    from articles_of($profile)
    where $source::varchar is null or source = $source
),

counted_articles as (
    select
        article_id,
        published_date,
        period_date,
        is_asked
    from current_articles
    where is_asked or is_before
),

bounds as (
    select
        date_trunc($grain, min(published_date)) as first_date,
        date_trunc($grain, max(published_date)) as last_date
    from counted_articles
    where is_asked
),

periods as (
    select unnest(generate_series(first_date, last_date, ('1 ' || $grain)::interval))::date as period_date
    from bounds
    union all
    select null as period_date
),

compared_periods as (
    select
        period_date,
        (period_date - ('1 ' || $grain)::interval)::date as before_date,
        case
            when $grain in ('day', 'week') then period_date - 364
            else (period_date - interval 1 year)::date
        end as year_before_date
    from periods
),

article_counts as (
    select
        period_date,
        count(*) as article_count
    from counted_articles
    group by period_date
),

dated_events as (
    select
        event_id,
        article_id,
        type,
        date_trunc($grain, published_date)::date as period_date,
        published_date is null or (published_date >= $since and published_date < $until) as is_asked,
        published_date >= date_trunc($grain, $since::date) - interval 54 week
        and published_date < date_trunc($grain, $since::date) as is_before
    from events_of($profile)
    where
        ($source::varchar is null or source = $source)
        and ($modality = 'all' or modality = $modality or allowed($profile, 'modalities') is not null)
),

counted_events as (
    select
        event_id,
        article_id,
        type,
        period_date
    from dated_events
    where is_asked or is_before
),

-- Hashes of 64 bits: distinct counts of the ids themselves take twice as long, and two of 2 million ids share a hash
-- once in ten million.
event_counts as (
    select
        counted_events.period_date,
        counted_events.type,
        count(*) as event_count,
        count(distinct hash(members.cluster_id)) filter (where members.cluster_id is not null) as cluster_count,
        count(distinct hash(counted_events.article_id)) as event_article_count
    from counted_events
    left join event_cluster_members as members on counted_events.event_id = members.event_id
    group by counted_events.period_date, counted_events.type
),

asked_types as (
    select
        event_types.type,
        event_types.quad,
        event_types.is_conflict,
        event_types.is_material
    from event_types
    where event_types.type in (select counted_events.type from counted_events)
),

-- One row per period, compared ones too, and type.
shares as (
    select
        article_counts.period_date,
        asked_types.type,
        article_counts.article_count,
        coalesce(event_counts.event_count, 0) as event_count,
        coalesce(event_counts.cluster_count, 0) as cluster_count,
        coalesce(event_counts.event_article_count, 0) as event_article_count,
        coalesce(event_counts.event_article_count, 0) / article_counts.article_count as article_share
    from article_counts
    cross join asked_types
    left join event_counts
        on
            article_counts.period_date is not distinct from event_counts.period_date
            and asked_types.type = event_counts.type
)

select
    compared_periods.period_date,
    asked_types.quad,
    asked_types.type,
    coalesce(shares.event_count, 0) as event_count,
    coalesce(shares.cluster_count, 0) as cluster_count,
    coalesce(shares.event_article_count, 0) as event_article_count,
    coalesce(shares.article_count, 0) as article_count,
    round(shares.article_share, 6) as article_share,
    round(shares.article_share - before_shares.article_share, 6) as article_share_change,
    round(shares.article_share - year_before_shares.article_share, 6) as article_share_year_change
from compared_periods
cross join asked_types
left join shares
    on
        compared_periods.period_date is not distinct from shares.period_date
        and asked_types.type = shares.type
left join shares as before_shares
    on
        compared_periods.before_date = before_shares.period_date
        and asked_types.type = before_shares.type
left join shares as year_before_shares
    on
        compared_periods.year_before_date = year_before_shares.period_date
        and asked_types.type = year_before_shares.type
order by
    compared_periods.period_date nulls last, asked_types.is_conflict, asked_types.is_material, asked_types.type
