-- Fails if an interval of days ends before it starts.
--
-- Seen when "December to February" is put into one year.
with
intervals as (
    select
        'dates' as layer,
        article_id,
        start,
        start_date,
        end_date
    from dates
    union all
    select
        'events' as layer,
        article_id,
        trigger_start as start,
        start_date,
        end_date
    from events
)

select
    article_id,
    layer,
    start,
    start_date,
    end_date
from intervals
where start_date > end_date
order by article_id, layer, start
