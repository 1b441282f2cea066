-- Question: between which two years may an indicator not be compared, and why?
-- One row for each indicator and pair of neighbouring years: a rule in force from 1 January parts that year from the one
-- before; a rule that came within a year parts that year from both its neighbours, since it holds both kinds of cases.
-- Caveats: changes that came at another time in each place (the reform of who decides reconsideration cases, 2020 to
-- 2022) are not listed; the list is seeds/caliber_breaks.csv and grows there.
CREATE OR REPLACE VIEW caliber_break AS
WITH parted AS (
    SELECT change.*, year(effective_on) - 1 AS before_year, year(effective_on) AS after_year
    FROM dim_caliber_break AS change
    UNION ALL
    SELECT change.*, year(effective_on), year(effective_on) + 1
    FROM dim_caliber_break AS change
    WHERE dayofyear(effective_on) > 1
)
SELECT
    dim_indicator.indicator_id,
    dim_indicator.name_zh,
    parted.before_year::SMALLINT AS before_year,
    parted.after_year::SMALLINT AS after_year,
    parted.effective_on,
    parted.reason,
    parted.source
FROM parted JOIN dim_indicator ON dim_indicator.indicator_id GLOB parted.indicator_pattern;
COMMENT ON VIEW caliber_break IS '口径断点：某指标在哪两年之间不可直接比较，及其缘由；每个指标、每对相邻年份一行';
COMMENT ON COLUMN caliber_break.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN caliber_break.name_zh IS '指标名称';
COMMENT ON COLUMN caliber_break.before_year IS '断点之前的年份（公历年）';
COMMENT ON COLUMN caliber_break.after_year IS '断点之后的年份（公历年），即前者的次年';
COMMENT ON COLUMN caliber_break.effective_on IS '新口径施行日期';
COMMENT ON COLUMN caliber_break.reason IS '口径为何改变';
COMMENT ON COLUMN caliber_break.source IS '依据的法规或文件';
