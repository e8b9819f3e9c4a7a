"""Check settings: a check is off, graver or milder, or has other thresholds."""

import pytest

from nervecenter.foundation.errors import InvalidValues, StaleVersion
from nervecenter.honesty.actions import change_check_setting, run_checks
from nervecenter.honesty.models import CheckSetting
from nervecenter.honesty.queries.settings import company_settings
from tests.honesty.company import TODAY, company

pytestmark = pytest.mark.django_db


def test_a_threshold_that_is_set_decides_what_is_found() -> None:
    company()

    change_check_setting("NC603", actor=None, thresholds={"percent": 120})
    result = run_checks(actor=None, today=TODAY, select=["NC603"])

    assert [finding.subject.label for finding in result.findings] == ["cy"]
    assert CheckSetting.objects.get().thresholds == "percent: 120"


def test_a_check_that_is_off_does_not_run_and_what_it_found_stays() -> None:
    company()
    run_checks(actor=None, today=TODAY)

    change_check_setting("person-overloaded", actor=None, is_enabled=False)
    result = run_checks(actor=None, today=TODAY)

    assert "NC603" not in result.run.codes
    assert result.fixed == 0


def test_a_severity_that_is_set_is_that_of_the_findings() -> None:
    company()

    change_check_setting("NC603", actor=None, severity="error")
    result = run_checks(actor=None, today=TODAY, select=["NC603"])

    assert {finding.severity.value for finding in result.findings} == {"error"}


def test_words_of_a_list_and_defaults_are_written_as_people_write_them() -> None:
    change_check_setting("NC304", actor=None, thresholds={"needed_roles": ["user", "champion"]})
    change_check_setting("NC101", actor=None, thresholds={"minimum_accounts": 3})

    written = dict(CheckSetting.objects.values_list("code", "thresholds"))

    assert written == {"NC304": "needed_roles: user, champion", "NC101": ""}
    assert company_settings().settings.thresholds["NC304"] == {"needed_roles": ("user", "champion")}


def test_what_the_check_cannot_take_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(InvalidValues, match="Give a whole number from 1"):
        change_check_setting("NC101", actor=None, thresholds={"minimum_accounts": 0})
    with pytest.raises(InvalidValues, match="no threshold 'accounts'"):
        change_check_setting("NC101", actor=None, thresholds={"accounts": 5})
    with pytest.raises(InvalidValues, match="There is no check 'NC999'"):
        change_check_setting("NC999", actor=None)

    assert not CheckSetting.objects.exists()


def test_two_people_cannot_overwrite_each_other() -> None:
    setting = change_check_setting("NC101", actor=None, thresholds={"minimum_accounts": 5})
    change_check_setting("NC101", actor=None, thresholds={"minimum_accounts": 6}, expected_version=setting.version)

    with pytest.raises(StaleVersion):
        change_check_setting("NC101", actor=None, thresholds={"minimum_accounts": 7}, expected_version=setting.version)

    assert CheckSetting.objects.get().thresholds == "minimum_accounts: 6"


def test_a_setting_that_no_check_takes_any_more_is_left_aside_with_a_word() -> None:
    company()
    CheckSetting.objects.create(code="NC101", thresholds="gone: 4", is_enabled=False)

    result = run_checks(actor=None, today=TODAY)

    assert "NC101" in result.run.codes
    assert len(result.notices) == 1
    assert result.notices[0].startswith("The setting of NC101 is left aside. NC101 has no threshold 'gone'.")
