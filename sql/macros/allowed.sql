-- Read through JSON, so that a profile typed by hand need not have every key. A filter that is not there is folded out
-- of the plan and costs nothing.
create or replace macro allowed(profile, filter_name) as
nullif(from_json(json_extract(to_json(profile), filter_name), '["varchar"]'), []);

comment on macro allowed is  -- noqa: PRS
'What one filter of a profile lets pass, such as allowed({''countries'': [''RUS'']}, ''countries''); null lets all pass.';
