-- title:   Calendar of each source
-- grain:   one row per source and period from its first article to the end of the window, the $top sources with the
--          most articles; periods without are present with 0; undated articles are apart, in rows without period_date
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null; top int = 30 (at least 1)
-- columns: source name of the source, null where the article states none;
--          period_date first day of the period, weeks begin on Monday;
--          article_count articles of the period;
--          story_count distinct stories among them, wire copies counted once;
--          sanctions_article_count articles of them with a sanctions statement that the profile lets pass;
--          usual_count mean of the source from its first period on, for days of that day of the week;
--          is_gap whether the period is one of a run without articles that chance would leave less than once in a
--          hundred: the usual counts of the run add up to more than 4.6 (Poisson);
--          gap_period_count periods of that run, null where the period is no gap;
--          source_article_count all dated articles of the source in the window
with
sanctions_articles as (
    select distinct article_id
    from sanctions_of($profile)
),

current_articles as (
    select
        source,
        article_id,
        story_id,
        date_trunc($grain, published_date)::date as period_date,
        article_id in (select sanctions_articles.article_id from sanctions_articles) as has_sanctions
    from articles_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

period_counts as (
    select
        source,
        period_date,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        count(*) filter (where has_sanctions) as sanctions_article_count
    from current_articles
    group by source, period_date
),

sources as (
    select
        source,
        coalesce(sum(article_count) filter (where period_date is not null), 0)::bigint as source_article_count,
        min(period_date) as first_date
    from period_counts
    group by source
    order by source_article_count desc, source nulls last
    limit $top
),

-- To the last period in which any source has an article: one that has fallen silent shows.
ends as (
    select max(period_date) as end_date
    from period_counts
),

spans as (
    select
        sources.source,
        sources.source_article_count,
        sources.first_date,
        ends.end_date
    from sources
    cross join ends
),

source_periods as (
    select
        source,
        source_article_count,
        unnest(generate_series(first_date, end_date, ('1 ' || $grain)::interval))::date as period_date
    from spans
),

days as (
    select
        *,
        if($grain = 'day', isodow(period_date), 0) as day_of_week
    from source_periods
),

calendar as (
    select
        days.source,
        days.source_article_count,
        days.period_date,
        days.day_of_week,
        coalesce(period_counts.article_count, 0) as article_count,
        coalesce(period_counts.story_count, 0) as story_count,
        coalesce(period_counts.sanctions_article_count, 0) as sanctions_article_count
    from days
    left join period_counts
        on
            days.source is not distinct from period_counts.source
            and days.period_date = period_counts.period_date
),

rhythms as (
    select
        *,
        avg(article_count) over (partition by source, day_of_week) as usual_count,
        -- The same number for all periods after one article and before the next.
        count(*) filter (where article_count > 0) over (partition by source order by period_date) as run_number
    from calendar
),

runs as (
    select
        *,
        sum(usual_count) filter (where article_count = 0) over (partition by source, run_number) as missed_count,
        count(*) filter (where article_count = 0) over (partition by source, run_number) as run_period_count
    from rhythms
),

undated as (
    select
        period_counts.source,
        null::date as period_date,
        period_counts.article_count,
        period_counts.story_count,
        period_counts.sanctions_article_count,
        null::double as usual_count,
        false as is_gap,
        null::bigint as gap_period_count,
        sources.source_article_count
    from period_counts
    inner join sources on period_counts.source is not distinct from sources.source
    where period_counts.period_date is null
),

rows_of_both as (
    select
        source,
        period_date,
        article_count,
        story_count,
        sanctions_article_count,
        round(usual_count, 3) as usual_count,
        article_count = 0 and missed_count > 4.6 as is_gap,
        case when article_count = 0 and missed_count > 4.6 then run_period_count end as gap_period_count,
        source_article_count
    from runs
    union all
    select * from undated
)

select *
from rows_of_both
order by source_article_count desc, source nulls last, period_date nulls last
