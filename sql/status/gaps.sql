-- title:   Coverage gaps
-- grain:   one row per stretch of $gap_days days or more in which a source has no article, longest first, at most $top
-- params:  gap_days int = 31; top int = 10
-- columns: source name of the source;
--          last_before_date day of the last article before the gap;
--          first_after_date day of the first article after it;
--          gap_days days without an article
with
neighbours as (
    select
        source,
        lag(published_date) over (partition by source order by published_date) as last_before_date,
        published_date as first_after_date
    from articles
    where is_current and published_date is not null
),

gaps as (
    select
        source,
        last_before_date,
        first_after_date,
        date_diff('day', last_before_date, first_after_date) - 1 as gap_days
    from neighbours
    where last_before_date is not null
)

select
    source,
    last_before_date,
    first_after_date,
    gap_days
from gaps
where gap_days >= $gap_days
order by gap_days desc, source nulls last, last_before_date
limit $top
