-- title:   The numbers at the top of the page
-- grain:   one row
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null
-- columns: article_count dated articles of the window;
--          undated_article_count articles without a date, in none of the other counts;
--          source_count sources of the dated articles;
--          sanctions_article_count dated articles with a sanctions statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          statement_count sanctions statements in them;
--          actual_count statements of them about something that has happened or is happening;
--          first_date earliest publication day of the window;
--          last_date latest publication day of the window
with
counted_articles as (
    select
        article_id,
        source,
        published_date,
        coalesce(story_id, article_id) as story_id
    from articles
    where
        is_current
        and ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

article_totals as (
    select
        count(published_date) as article_count,
        count(*) filter (where published_date is null) as undated_article_count,
        count(distinct source) filter (where published_date is not null) as source_count,
        min(published_date) as first_date,
        max(published_date) as last_date
    from counted_articles
),

statement_totals as (
    select
        count(distinct counted_articles.article_id) as sanctions_article_count,
        count(distinct counted_articles.story_id) as sanctions_story_count,
        count(*) as statement_count,
        count(*) filter (where sanctions.modality = 'actual') as actual_count
    from counted_articles
    inner join sanctions on counted_articles.article_id = sanctions.article_id
    where counted_articles.published_date is not null
)

select
    article_totals.article_count,
    article_totals.undated_article_count,
    article_totals.source_count,
    statement_totals.sanctions_article_count,
    statement_totals.sanctions_story_count,
    statement_totals.statement_count,
    statement_totals.actual_count,
    article_totals.first_date,
    article_totals.last_date
from article_totals
cross join statement_totals
