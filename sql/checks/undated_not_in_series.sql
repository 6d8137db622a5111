-- Fails if a view by day or month counts other articles than the dated ones.
--
-- An article without a date, put anywhere on the time axis, makes a peak that never was; one that is left out of the
-- series must be found among the undated ones.
with
dated as (
    select article_id from articles
    where is_current and published_date is not null
),

expected as (
    select
        'sanctions_monthly' as series,
        count(*) as row_count
    from sanctions as s inner join dated as d on s.article_id = d.article_id
    union all
    select
        'event_daily' as series,
        count(*) as row_count
    from events as e inner join dated as d on e.article_id = d.article_id
    union all
    select
        'entity_daily' as series,
        count(*) as row_count
    from mentions as m inner join dated as d on m.article_id = d.article_id
    where m.entity_id is not null and m.label is not null
),

counted as (
    select
        'sanctions_monthly' as series,
        coalesce(sum(statement_count), 0) as row_count,
        count(*) filter (where month_date is null) as undated_count
    from sanctions_monthly
    union all
    select
        'event_daily' as series,
        coalesce(sum(event_count), 0) as row_count,
        count(*) filter (where published_date is null) as undated_count
    from event_daily
    union all
    select
        'entity_daily' as series,
        coalesce(sum(mention_count), 0) as row_count,
        count(*) filter (where published_date is null) as undated_count
    from entity_daily
)

select
    c.series,
    c.row_count,
    e.row_count as expected_count,
    c.undated_count
from counted as c
inner join expected as e on c.series = e.series
where c.row_count != e.row_count or c.undated_count > 0
order by c.series
