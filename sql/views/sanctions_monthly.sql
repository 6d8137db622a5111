create or replace view sanctions_monthly as
select
    cast(date_trunc('month', published_date) as date) as month_date,
    action,
    modality,
    count(*) as statement_count,
    count(distinct article_id) as article_count,
    count(distinct story_id) as story_count
from sanctions_mentions
where published_date is not null
group by all
order by month_date, action, modality;

comment on view sanctions_monthly is
'One row per month, action and modality with statements of dated articles; months without any are absent.';
comment on column sanctions_monthly.month_date is 'First day of the month of publication.';
comment on column sanctions_monthly.action is 'impose, tighten, extend, ease, lift, enforce, evade or mention.';
comment on column sanctions_monthly.modality is
'actual, planned, considered, threatened, demanded, promised, refused, hypothetical or denied; null for mention.';
comment on column sanctions_monthly.statement_count is 'Statements.';
comment on column sanctions_monthly.article_count is 'Articles, each once per row.';
comment on column sanctions_monthly.story_count is 'Stories, wire copies counted once per row.';
