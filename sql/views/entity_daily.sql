create or replace view entity_daily as
select
    a.published_date,
    e.entity_id,
    e.name,
    e.type,
    e.code,
    cast(sum(n.mention_count) as bigint) as mention_count,
    count(*) as article_count,
    count(distinct a.story_id) as story_count
from article_namings as n
inner join articles as a on n.article_id = a.article_id and a.is_current
inner join entities as e on n.entity_id = e.entity_id
where a.published_date is not null
group by all
order by a.published_date, e.entity_id;

comment on view entity_daily is
'One row per day of publication and entity mentioned in dated articles; days without a mention are absent.';
comment on column entity_daily.published_date is 'Day of publication.';
comment on column entity_daily.entity_id is 'Entity, its variants taken together.';
comment on column entity_daily.name is 'Name used by most articles of the corpus.';
comment on column entity_daily.type is 'Kind of entity.';
comment on column entity_daily.code is 'Code of the entity; null when it has none.';
comment on column entity_daily.mention_count is
'Mentions of the entity by name; references ("the country", "he") are not counted.';
comment on column entity_daily.article_count is 'Articles that mention the entity.';
comment on column entity_daily.story_count is 'Stories that mention it, wire copies counted once.';
