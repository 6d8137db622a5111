create or replace view sanctions_mentions as
select
    s.statement_id,
    s.article_id,
    a.published_date,
    a.source,
    a.url,
    a.title,
    a.story_id,
    s.action,
    s.modality,
    array_to_string(s.senders, ', ') as sender,
    array_to_string(s.targets, ', ') as target,
    s.event_id,
    s.sentence
from sanctions as s
inner join articles as a on s.article_id = a.article_id and a.is_current;

comment on view sanctions_mentions is
'One row per sanctions statement of a current article, undated ones too; single parties are in sanctions_parties.';
comment on column sanctions_mentions.statement_id is 'Statement, key of this view; `dateline explain` takes it.';
comment on column sanctions_mentions.article_id is 'Article that makes the statement.';
comment on column sanctions_mentions.published_date is
'Publication day in the time zone that the article states; null when undated.';
comment on column sanctions_mentions.source is 'Outlet that published the article.';
comment on column sanctions_mentions.url is 'Address of the article.';
comment on column sanctions_mentions.title is 'Headline.';
comment on column sanctions_mentions.story_id is
'Story: wire copies of one article share it; count these to count a copy once.';
comment on column sanctions_mentions.action is 'impose, tighten, extend, ease, lift, enforce, evade or mention.';
comment on column sanctions_mentions.modality is
'actual, planned, considered, threatened, demanded, promised, refused, hypothetical or denied; null for mention.';
comment on column sanctions_mentions.sender is
'Who imposes or would: codes in alphabetical order, joined by a comma and a space; null when not told.';
comment on column sanctions_mentions.target is
'Against whom: codes in alphabetical order, joined by a comma and a space; null when not told.';
comment on column sanctions_mentions.event_id is 'Event that the statement describes; null when none.';
comment on column sanctions_mentions.sentence is 'The sentence that says so.';
