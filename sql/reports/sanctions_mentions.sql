-- title:   Sanctions mentions over time
-- grain:   one row per period; periods without articles between the first and the last are present with 0;
--          undated articles are apart, in the last row, without period_date; the panel are the sources that have
--          articles in the first third of the window, in its last third and in at least $panel_fill of its periods, so
--          that a new outlet does not look like a trend
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null;
--          panel_fill float = 0.5 (part of its periods a source of the panel has articles in, at least 0, at most 1)
-- columns: period_date first day of the period, weeks begin on Monday;
--          statement_count sanctions statements of every action and modality;
--          actual_count statements of them about something that has happened or is happening (modality actual);
--          sanctions_article_count articles with at least one statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          article_count all articles of the period;
--          article_share sanctions_article_count divided by article_count, null where there are no articles;
--          article_share_low lower end of its 95 % interval (Wilson, taking articles for independent);
--          article_share_high upper end of that interval;
--          article_share_mean mean of article_share over the period and the two before;
--          article_share_change article_share less that of the period before, in points;
--          article_share_year_change article_share less that of the same period a year before (364 days for days and
--          weeks), in points;
--          panel_share the same share in each source of the panel, averaged over those with articles in the period;
--          panel_source_count sources of the panel with articles in the period
with
current_articles as (
    select
        article_id,
        story_id,
        source,
        published_date,
        date_trunc($grain, published_date)::date as period_date,
        published_date is null or (published_date >= $since and published_date < $until) as is_asked,
        -- Whole periods before the window: the changes of its first ones are measured against them.
        date_trunc($grain, published_date) < date_trunc($grain, $since::date) as is_before
    from articles_of($profile)
    where $source::varchar is null or source = $source
),

bounds as (
    select
        greatest(min(published_date), $since::date) as first_date,
        least(max(published_date), $until::date - 1) as last_date,
        date_trunc($grain, $since::date)::date as first_period_date,
        greatest(min(published_date), date_trunc($grain, $since::date)::date - interval 2 year)::date as earliest_date
    from current_articles
    -- greatest() and least() pass over nulls: without a dated article there are no bounds.
    having count(published_date) > 0
),

periods as (
    select
        unnest(generate_series(
            date_trunc($grain, earliest_date), date_trunc($grain, last_date), ('1 ' || $grain)::interval
        ))::date as period_date
    from bounds
    where first_date <= last_date
    union all
    select null as period_date
),

places as (
    select
        period_date,
        period_date is null or period_date >= date_trunc($grain, $since::date) as is_asked,
        case
            when $grain in ('day', 'week') then period_date - 364
            else (period_date - interval 1 year)::date
        end as year_before_date
    from periods
),

article_statements as (
    select
        article_id,
        count(*) as statement_count,
        count(*) filter (where modality = 'actual') as actual_count
    from sanctions_of($profile)
    group by article_id
),

counted_articles as (
    select
        current_articles.source,
        current_articles.published_date,
        current_articles.period_date,
        current_articles.is_asked,
        article_statements.statement_count,
        article_statements.actual_count,
        case when article_statements.statement_count > 0 then current_articles.story_id end as sanctions_story_id
    from current_articles
    left join article_statements on current_articles.article_id = article_statements.article_id
    where current_articles.is_asked or current_articles.is_before
),

source_counts as (
    select
        source,
        period_date,
        is_asked,
        min(published_date) as first_date,
        max(published_date) as last_date,
        sum(statement_count) as statement_count,
        sum(actual_count) as actual_count,
        count(statement_count) as sanctions_article_count,
        count(*) as article_count
    from counted_articles
    group by source, period_date, is_asked
),

story_counts as (
    select
        period_date,
        count(distinct sanctions_story_id) as sanctions_story_count
    from counted_articles
    where sanctions_story_id is not null
    group by period_date
),

panel_bounds as (
    select
        first_date + ((last_date - first_date) // 3)::int as first_third_date,
        last_date - ((last_date - first_date) // 3)::int as last_third_date,
        $panel_fill * (date_diff($grain, date_trunc($grain, first_date), date_trunc($grain, last_date)) + 1)
            as least_count
    from bounds
),

spans as (
    select
        source,
        min(first_date) as first_date,
        max(last_date) as last_date,
        count(*) as period_count
    from source_counts
    where is_asked and source is not null and period_date is not null
    group by source
),

panel as (
    select spans.source
    from spans
    inner join panel_bounds
        on
            spans.first_date <= panel_bounds.first_third_date
            and spans.last_date >= panel_bounds.last_third_date
            and spans.period_count >= panel_bounds.least_count
),

period_counts as (
    select
        source_counts.period_date,
        sum(source_counts.statement_count) as statement_count,
        sum(source_counts.actual_count) as actual_count,
        sum(source_counts.sanctions_article_count) as sanctions_article_count,
        sum(source_counts.article_count) as article_count,
        sum(source_counts.sanctions_article_count) / sum(source_counts.article_count) as article_share,
        avg(
            case when panel.source is not null then source_counts.sanctions_article_count end
            / source_counts.article_count
        ) as panel_share,
        count(panel.source) as panel_source_count
    from source_counts
    left join panel on source_counts.source = panel.source and source_counts.period_date is not null
    group by source_counts.period_date
),

series as (
    select
        places.period_date,
        places.is_asked,
        places.year_before_date,
        period_counts.statement_count,
        period_counts.actual_count,
        period_counts.sanctions_article_count,
        period_counts.article_count,
        period_counts.article_share,
        period_counts.panel_share,
        period_counts.panel_source_count,
        lag(period_counts.article_share) over (order by places.period_date nulls last) as share_before,
        avg(period_counts.article_share) over (
            order by places.period_date nulls last rows between 2 preceding and current row
        ) as article_share_mean
    from places
    left join period_counts on places.period_date is not distinct from period_counts.period_date
)

select
    series.period_date,
    coalesce(series.statement_count, 0)::bigint as statement_count,
    coalesce(series.actual_count, 0)::bigint as actual_count,
    coalesce(series.sanctions_article_count, 0)::bigint as sanctions_article_count,
    coalesce(story_counts.sanctions_story_count, 0) as sanctions_story_count,
    coalesce(series.article_count, 0)::bigint as article_count,
    round(series.article_share, 6) as article_share,
    wilson_low(series.sanctions_article_count, series.article_count) as article_share_low,
    wilson_high(series.sanctions_article_count, series.article_count) as article_share_high,
    case when series.period_date is not null then round(series.article_share_mean, 6) end as article_share_mean,
    case when series.period_date is not null then round(series.article_share - series.share_before, 6) end
        as article_share_change,
    round(series.article_share - year_before.article_share, 6) as article_share_year_change,
    round(series.panel_share, 6) as panel_share,
    coalesce(series.panel_source_count, 0) as panel_source_count
from series
left join story_counts on series.period_date is not distinct from story_counts.period_date
left join period_counts as year_before on series.year_before_date = year_before.period_date
where series.is_asked
order by series.period_date nulls last
