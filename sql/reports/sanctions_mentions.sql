-- title:   Sanctions mentions over time
-- grain:   one row per period; periods without articles between the first and the last are present with 0;
--          undated articles are apart, in the last row, without period_date
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null
-- columns: period_date first day of the period, weeks begin on Monday;
--          statement_count sanctions statements of every action and modality;
--          actual_count statements of them about something that has happened or is happening (modality actual);
--          sanctions_article_count articles with at least one statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          article_count all articles of the period;
--          article_share sanctions_article_count divided by article_count, null where there are no articles
with
current_articles as (
    select
        article_id,
        published_date,
        coalesce(story_id, article_id) as story_id
    from articles
    where is_current and ($source::varchar is null or source = $source)
),

bounds as (
    select
        greatest(min(published_date), $since::date) as first_date,
        least(max(published_date), $until::date - 1) as last_date
    from current_articles
    -- greatest() and least() pass over nulls: without a dated article there are no bounds.
    having count(published_date) > 0
),

periods as (
    select
        unnest(generate_series(
            date_trunc($grain, first_date), date_trunc($grain, last_date), ('1 ' || $grain)::interval
        ))::date as period_date
    from bounds
    where first_date <= last_date
    union all
    select null as period_date
),

-- One row per article of the window, and one per undated article, with a null period_date.
counted_articles as (
    select
        article_id,
        story_id,
        date_trunc($grain, published_date)::date as period_date
    from current_articles
    where published_date is null or (published_date >= $since and published_date < $until)
),

article_counts as (
    select
        period_date,
        count(*) as article_count
    from counted_articles
    group by period_date
),

statement_counts as (
    select
        counted_articles.period_date,
        count(*) as statement_count,
        count(*) filter (where statements.modality = 'actual') as actual_count,
        count(distinct counted_articles.article_id) as sanctions_article_count,
        count(distinct counted_articles.story_id) as sanctions_story_count
    from counted_articles
    inner join sanctions as statements on counted_articles.article_id = statements.article_id
    group by counted_articles.period_date
)

select
    periods.period_date,
    coalesce(statement_counts.statement_count, 0) as statement_count,
    coalesce(statement_counts.actual_count, 0) as actual_count,
    coalesce(statement_counts.sanctions_article_count, 0) as sanctions_article_count,
    coalesce(statement_counts.sanctions_story_count, 0) as sanctions_story_count,
    coalesce(article_counts.article_count, 0) as article_count,
    coalesce(statement_counts.sanctions_article_count, 0) / article_counts.article_count as article_share
from periods
left join article_counts on periods.period_date is not distinct from article_counts.period_date
left join statement_counts on periods.period_date is not distinct from statement_counts.period_date
order by periods.period_date nulls last
