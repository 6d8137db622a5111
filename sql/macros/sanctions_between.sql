create or replace macro sanctions_between(sender_code, target_code) as table (
    with
    parties as (
        select
            statement_id,
            list(code) filter (where role = 'sender') as senders,
            list(code) filter (where role = 'target') as targets
        from sanctions_parties
        group by statement_id
    )

    select
        mentions.statement_id,
        mentions.article_id,
        mentions.published_date,
        mentions.source,
        mentions.title,
        mentions.url,
        mentions.story_id,
        mentions.action,
        mentions.modality,
        mentions.sender,
        mentions.target,
        mentions.sentence
    from sanctions_mentions as mentions
    left join parties on mentions.statement_id = parties.statement_id
    where
        (sender_code is null or list_contains(parties.senders, sender_code))  -- noqa: RF02
        and (target_code is null or list_contains(parties.targets, target_code))  -- noqa: RF02
    order by mentions.published_date desc nulls last, mentions.statement_id
);

comment on macro table sanctions_between is  -- noqa: PRS
'Rows of sanctions_mentions with this sender and this target, newest first; null stands for anybody and for nobody.';
