-- title:   Sources
-- grain:   one row per source, largest first; undated articles are apart, in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null
-- columns: source name of the source, null where the article states none;
--          first_date earliest publication day;
--          last_date latest publication day;
--          article_count dated articles;
--          story_count distinct stories among them, wire copies counted once;
--          sanctions_article_count articles of them with a sanctions statement that the profile lets pass;
--          article_share sanctions_article_count divided by article_count, null where there are no dated articles;
--          period_count periods from the first to the last day;
--          empty_period_count periods of them without an article;
--          longest_gap_days most days between two neighbouring articles, null where there are fewer than two;
--          undated_article_count undated articles, in none of the other counts;
--          skipped_language_count articles in a language that is not read, undated ones included
with
sanctions_articles as (
    select distinct article_id
    from sanctions_of($profile)
),

current_articles as (
    select
        article_id,
        source,
        published_date,
        extraction_status,
        story_id,
        article_id in (select sanctions_articles.article_id from sanctions_articles) as has_sanctions,
        date_trunc($grain, published_date)::date as period_date,
        date_diff('day', lag(published_date) over (partition by source order by published_date), published_date)
            as gap_days
    from articles_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

source_counts as (
    select
        source,
        min(published_date) as first_date,
        max(published_date) as last_date,
        count(published_date) as article_count,
        count(distinct story_id) filter (where published_date is not null) as story_count,
        count(*) filter (where has_sanctions and published_date is not null) as sanctions_article_count,
        coalesce(date_diff($grain, min(period_date), max(period_date)) + 1, 0) as period_count,
        count(distinct period_date) as full_period_count,
        max(gap_days) as longest_gap_days,
        count(*) filter (where published_date is null) as undated_article_count,
        count(*) filter (where extraction_status = 'skipped_language') as skipped_language_count
    from current_articles
    group by source
)

select
    source,
    first_date,
    last_date,
    article_count,
    story_count,
    sanctions_article_count,
    sanctions_article_count / nullif(article_count, 0) as article_share,
    period_count,
    period_count - full_period_count as empty_period_count,
    longest_gap_days,
    undated_article_count,
    skipped_language_count
from source_counts
order by article_count desc, undated_article_count desc, source nulls last
