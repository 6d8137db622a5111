-- title:   Holes in the coverage that have lately ended
-- grain:   one row per source and pause of $gap_days days or more whose first article afterwards was published on one
--          of the 28 days before $until, oldest first
-- params:  until date = 9999-12-31 (exclusive); gap_days int = 1
-- columns: source name of the source;
--          last_before_date day of the last article before the pause;
--          first_after_date day of the first article after it;
--          gap_days days without an article;
--          recent_count its articles of the 56 days that end with last_before_date
with
publication_days as (
    select
        source,
        published_date,
        count(*) as article_count
    from articles
    where is_current and source is not null and published_date < $until
    group by source, published_date
),

neighbours as (
    select
        source,
        published_date as last_before_date,
        lead(published_date) over (partition by source order by published_date) as first_after_date,
        sum(article_count) over (
            partition by source
            order by published_date
            range between interval 55 days preceding and current row
        )::bigint as recent_count
    from publication_days
)

select
    source,
    last_before_date,
    first_after_date,
    date_diff('day', last_before_date, first_after_date) - 1 as gap_days,
    recent_count
from neighbours
where
    first_after_date >= $until - 28
    and date_diff('day', last_before_date, first_after_date) > $gap_days
order by first_after_date, source
