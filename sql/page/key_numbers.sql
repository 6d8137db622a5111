-- title:   The numbers at the top of the page
-- grain:   one row
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null;
--          profile profile = null
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
        source,
        published_date
    from articles_of($profile)
    where
        ($source::varchar is null or source = $source)
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
        count(distinct hash(article_id)) as sanctions_article_count,
        count(distinct hash(story_id)) as sanctions_story_count,
        count(*) as statement_count,
        count(*) filter (where modality = 'actual') as actual_count
    from sanctions_of($profile)
    where
        ($source::varchar is null or source = $source)
        and published_date >= $since
        and published_date < $until
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
