create or replace view event_daily as
select
    a.published_date,
    e.type,
    e.modality,
    count(*) as event_count,
    count(distinct e.article_id) as article_count,
    count(distinct a.story_id) as story_count
from events as e
inner join articles as a on e.article_id = a.article_id and a.is_current
where a.published_date is not null
group by all
order by a.published_date, e.type, e.modality;

comment on view event_daily is
'One row per day of publication, event type and modality; dated articles only, days without events are absent.';
comment on column event_daily.published_date is
'Day of publication; the day of the event itself is in events.start_date.';
comment on column event_daily.type is 'PLOVER category.';
comment on column event_daily.modality is 'What the text claims about the event; reports count actual unless asked.';
comment on column event_daily.event_count is 'Events.';
comment on column event_daily.article_count is 'Articles, each once per row.';
comment on column event_daily.story_count is 'Stories, wire copies counted once per row.';
