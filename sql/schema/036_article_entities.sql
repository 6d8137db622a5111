-- Reports count names by article: grouping 10 million mentions anew each time took 3 seconds of processor time.
alter table article_entities add column mention_count integer default 0;

update article_entities set mention_count = m.mention_count
from (
    select
        article_id,
        entity_id,
        count(*) as mention_count
    from mentions
    where entity_id is not null and label is not null
    group by article_id, entity_id
) as m
where article_entities.article_id = m.article_id and article_entities.entity_id = m.entity_id;

comment on column article_entities.mention_count is
'Mentions of the entity by name in the article; 0 where only references ("the country", "he") mean it.';
