-- Read through JSON, so that a profile typed by hand need not have every key; a key that is none of a profile's would
-- filter nothing, and is an error. A filter that is not there is folded out of the plan and costs nothing.
create or replace macro allowed(profile, filter_name) as
case
    when to_json(profile) is null or json_type(to_json(profile)) = 'NULL' then null
    when
        json_type(to_json(profile)) <> 'OBJECT'
        or not list_has_all(
            ['name', 'countries', 'entities', 'actions', 'modalities', 'event_types', 'sources', 'words'],
            json_keys(to_json(profile))
        )
        then error(
            'a profile is like {''countries'': [''RUS'']}, with countries, entities, actions, modalities, event_types, '
            || 'sources and words'
        )
    when coalesce(json_type(to_json(profile), filter_name), 'NULL') not in ('NULL', 'ARRAY')
        then error('a filter of a profile is a list: {''countries'': [''RUS'']}')
    else nullif(from_json(json_extract(to_json(profile), filter_name), '["varchar"]'), [])
end;

comment on macro allowed is  -- noqa: PRS
'What one filter of a profile lets pass, such as allowed({''countries'': [''RUS'']}, ''countries''); null lets all pass.';
