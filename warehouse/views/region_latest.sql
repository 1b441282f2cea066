-- Question: what is this code called? Each region once, under the name, level and parent that it had last.
-- Caveats: for a region's name in a given year use dim_region with valid_from and valid_to.
CREATE OR REPLACE VIEW region_latest AS
SELECT
    code,
    arg_max(full_name, coalesce(valid_to, 9999)) AS full_name,
    arg_max(name, coalesce(valid_to, 9999)) AS name,
    arg_max(level, coalesce(valid_to, 9999)) AS level,
    arg_max(parent_code, coalesce(valid_to, 9999)) AS parent_code
FROM dim_region
GROUP BY code;
COMMENT ON VIEW region_latest IS '行政区划，每个代码一行，取最近的名称、层级和上级；某年的名称请查 dim_region';
COMMENT ON COLUMN region_latest.code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN region_latest.full_name IS '全称，自省级写起';
COMMENT ON COLUMN region_latest.name IS '本名，不带上级，如 通城县；各地有同名者';
COMMENT ON COLUMN region_latest.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN region_latest.parent_code IS '上一级的行政区划代码；省级为空';
