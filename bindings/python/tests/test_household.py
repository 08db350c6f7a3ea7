"""People, secrets, locks, backups, exports: what a household can do besides being written in."""

import csv
import json
import threading
from pathlib import Path

import pytest
from conftest import PASSPHRASE, Home, note, pressure
from healthdiary import (
    ChangeListener,
    DiaryChange,
    DiaryError,
    EmergencyContact,
    EntryQuestion,
    ExportForm,
    Household,
    HouseholdPlace,
    KeyStoreReply,
    MediaDraft,
    MemberRole,
    PersonProfile,
    ProgressListener,
    ResolvedTime,
    RestoreWhat,
    SecretKind,
    TypedSecret,
    Watch,
    WhichOfTwo,
    check_household,
    civil_at,
    convert,
    create_household,
    key_store_request,
    plan,
    plans_moved,
    resolve_civil,
    restore_backup,
    salvage_household,
    slots_of,
    zone_database,
    zone_names,
)

OTHER = "another handful of made up words"


def test_what_is_refused_has_a_type_and_says_nothing_personal(home: Home) -> None:
    with pytest.raises(DiaryError.InUse):
        home.open()
    with pytest.raises(DiaryError.Invalid):
        home.household.diary("nothing of the kind")
    with pytest.raises(DiaryError.NotFound):
        home.household.diary("0" * 32)
    _, diary = home.person("Ana Planted")
    with pytest.raises(DiaryError.Invalid) as refused:
        home.household.add_person("Ana Planted")
    assert "Planted" not in str(refused.value) and "Planted" not in repr(refused.value)
    home.household.shut()
    home.household.shut()
    for call in (home.household.people, diary.latest, home.household.resume):
        with pytest.raises(DiaryError.Shut):
            call()
    with pytest.raises(DiaryError.WrongSecret):
        Household.open_with_passphrase(home.place, OTHER)
    nowhere = HouseholdPlace(folder=str(home.folder / "none"), state_folder=home.place.state_folder)
    with pytest.raises(DiaryError.NoHousehold):
        Household.open_with_recovery_code(nowhere, home.code)
    with pytest.raises(DiaryError.WeakPassphrase):
        create_household(nowhere, "password")


def test_pause_and_resume_are_as_good_as_once(home: Home) -> None:
    _, diary = home.person("Ana")
    home.household.pause()
    home.household.pause()
    with pytest.raises(DiaryError.Shut):
        diary.add(note("2026-08-14T07:10", "while it sleeps"))
    assert home.household.resume().not_resumed == []
    home.household.resume()
    diary.add(note("2026-08-14T07:10", "awake"))


def test_roles_say_who_may_do_what(home: Home) -> None:
    ana, _ = home.person("Ana")
    cleo, of_cleo = home.person("Cleo")
    home.household.set_role(cleo, MemberRole.CHILD)
    entry = of_cleo.add(note("2026-08-14T07:10", "mine"))
    home.household.act_as(cleo)
    assert home.household.acting() == cleo
    with pytest.raises(DiaryError.NotAllowed):
        home.household.diary(ana)
    with pytest.raises(DiaryError.NotAllowed):
        of_cleo.erase(entry)
    home.household.act_as(None)
    assert [(one.name, one.role) for one in home.household.people()] == [
        ("Ana", MemberRole.OWNER),
        ("Cleo", MemberRole.CHILD),
    ]
    with pytest.raises(DiaryError.NotAllowed):
        home.household.set_role(ana, MemberRole.GUEST)
    assert home.household.remove_person(cleo).finished
    assert len(home.household.people()) == 1


def test_a_profile_and_its_card(home: Home) -> None:
    _, diary = home.person("Ana")
    profile = PersonProfile(
        known_as="Annie",
        birth_date="1956-03-09",
        contacts=[EmergencyContact(name="Ben", phone="0123")],
        card_shows=["known-as", "contacts"],
        card_words="penicillin",
    )
    diary.set_profile(profile)
    assert diary.profile() == profile
    card = diary.card()
    assert card is not None and card.known_as == "Annie" and card.birth_date is None
    with pytest.raises(DiaryError.Invalid):
        diary.set_profile(PersonProfile(sex="unsaid"))


def test_secrets_are_changed_and_the_key_store_opens_in_two_steps(home: Home) -> None:
    assert {slot.kind for slot in slots_of(home.place)} == {SecretKind.PASSPHRASE, SecretKind.RECOVERY_CODE}
    offer = home.household.offer_key_store()
    store = {offer.slot(): offer.key()}
    slot = home.household.add_key_store(offer, b"kept beside")
    second = home.household.add_passphrase(OTHER)
    home.household.remove_slot(second)
    assert not home.household.raise_cost(PASSPHRASE)
    home.household.save_keys()
    home.household.change_passphrase(None, OTHER)
    code = home.household.change_recovery_code()
    home.household.shut()
    request = key_store_request(home.place, slot)
    assert (request.slot, request.blob) == (slot, b"kept beside")
    with pytest.raises(DiaryError.KeyStoreRefused):
        Household.open_with_key_store(home.place, slot, KeyStoreReply.CANCELLED())
    home.household = Household.open_with_key_store(home.place, slot, KeyStoreReply.OPENED(key=store[slot]))
    assert [one.id for one in home.household.slots() if one.opened] == [slot]
    home.household.remove_slot(slot)
    home.household.shut()
    with pytest.raises(DiaryError.WrongSecret):
        home.open()
    with pytest.raises(DiaryError.WrongSecret):
        Household.open_with_passphrase(home.place, PASSPHRASE)
    home.code = code
    home.household = Household.open_with_passphrase(home.place, OTHER)
    keys = home.household.rotate(PASSPHRASE)
    assert keys.left == [] and keys.recovery_code not in repr(keys)
    home.code = keys.recovery_code
    home.again()


def test_a_diary_is_handed_over_and_given_back_and_more_is_sealed(home: Home) -> None:
    ana, diary = home.person("Ana")
    entry = diary.add(note("2026-08-14T07:10", "hers"))
    code = home.household.hand_over(ana, OTHER)
    lock = home.household.own_lock(ana)
    assert lock.is_there() and lock.is_shut() and home.household.people()[0].shut
    with pytest.raises(DiaryError.Shut):
        diary.entry(entry)
    with pytest.raises(DiaryError.WrongSecret):
        lock.open_with_passphrase(PASSPHRASE)
    lock.open_with_recovery_code(code)
    assert diary.entry(entry) is not None
    assert len(lock.slots()) == 2
    home.household.give_back(ana)
    assert not lock.is_there()
    home.household.make_sealed(ana, OTHER)
    sealed_lock = home.household.sealed_lock(ana)
    if sealed_lock.is_shut():
        sealed_lock.open_with_passphrase(OTHER)
    sealed = home.household.sealed(ana)
    assert sealed.is_sealed() and not diary.is_sealed()
    kept = sealed.add(note("2026-08-14T08:10", "hers alone"))
    sealed_lock.shut()
    with pytest.raises(DiaryError.Shut):
        sealed.entry(kept)


class Listener(ChangeListener):
    """Keeps what it is told; throws, asks back or ends as it is told to."""

    def __init__(self) -> None:
        self.told: list[DiaryChange] = []
        self.over = threading.Event()
        self.heard = threading.Condition()
        self.throws = False

    def changed(self, change: DiaryChange) -> None:
        with self.heard:
            self.told.append(change)
            self.heard.notify_all()
        if self.throws:
            raise RuntimeError("a screen that breaks over 182/110")

    def ended(self) -> None:
        self.over.set()

    def wait_for(self, count: int) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.told) >= count, timeout=10)


def test_changes_are_told_to_a_listener_that_throws_until_it_is_let_go(home: Home) -> None:
    _, diary = home.person("Ana")
    listener = Listener()
    listener.throws = True
    subscription = diary.subscribe(listener)
    entries = [diary.add(pressure(f"2026-08-14T07:{n:02}", 120 + n, 80)) for n in range(3)]
    listener.wait_for(3)
    first = listener.told[0]
    assert isinstance(first, DiaryChange.ENTRIES)
    assert (first.entries, first.kinds, first.days) == ([entries[0]], ["blood-pressure"], ["2026-08-14"])
    subscription.end()
    subscription.end()
    assert listener.over.wait(10)
    diary.add(pressure("2026-08-14T09:10", 130, 80))
    assert len(listener.told) == 3


def test_a_listener_may_ask_write_and_end_its_own_subscription(home: Home) -> None:
    _, diary = home.person("Ana")

    class Busy(Listener):
        def changed(self, change: DiaryChange) -> None:
            assert diary.latest()
            diary.add(note("2026-08-15T07:10", "from a listener"))
            subscription.end()
            super().changed(change)

    listener = Busy()
    subscription = diary.subscribe(listener)
    diary.add(note("2026-08-14T07:10", "begins it"))
    assert listener.over.wait(10)
    assert len(diary.page(EntryQuestion()).entries) >= 2


def test_a_household_that_is_shut_ends_what_is_told(home: Home) -> None:
    _, diary = home.person("Ana")
    listener = Listener()
    subscription = diary.subscribe(listener)
    home.household.shut()
    assert listener.over.wait(10)
    subscription.end()


def test_media_go_in_by_file_and_bytes_and_out_by_range(home: Home, tmp_path: Path) -> None:
    _, diary = home.person("Ana")
    entry = diary.add(note("2026-08-14T07:10", "a rash"))
    picture = b"%PDF-1.7\n" + bytes(range(256)) * 1024 + b"\n%%EOF\n"
    path = tmp_path / "letter.pdf"
    path.write_bytes(picture)
    with pytest.raises(DiaryError.Doubtful):
        diary.attach_file(entry, str(path), MediaDraft())
    draft = MediaDraft(caption="left arm", name="letter.pdf", keep_details=True)
    kept = diary.attach_file(entry, str(path), draft)
    assert (kept.length, kept.media_type, kept.caption) == (len(picture), "application/pdf", "left arm")
    reader = diary.read_media(kept.id)
    assert reader.read(10, 50) == picture[10:60] and reader.read(len(picture) - 3, 99) == picture[-3:]
    assert reader.read(len(picture) + 5, 9) == b""
    assert reader.about() == kept
    reader.shut()
    with pytest.raises(DiaryError.Shut):
        reader.read(0, 1)
    out = tmp_path / "out.pdf"
    diary.save_media(kept.id, str(out))
    assert out.read_bytes() == picture
    with pytest.raises(DiaryError.Invalid):
        diary.save_media(kept.id, str(out))
    assert [shared.form for shared in home.household.sharing_log()] == ["media"]
    other = diary.attach_bytes(entry, picture + b"\n", draft)
    diary.remove_media(other.id, "twice")
    assert [media.id for media in diary.media()] == [kept.id]


class Heard(ProgressListener):
    """Keeps how far it was told."""

    def __init__(self) -> None:
        self.at: list[tuple[int, int | None]] = []
        self.once = threading.Event()

    def reached(self, done: int, total: int | None) -> None:
        self.at.append((done, total))
        self.once.set()


def test_a_call_that_takes_long_is_followed_and_stopped(home: Home, tmp_path: Path) -> None:
    _, diary = home.person("Ana")
    entry = diary.add(note("2026-08-14T07:10", "a film"))
    film = b"%PDF-1.7\n" + b"x" * 3_000_000
    draft = MediaDraft(keep_details=True)
    heard = Heard()
    watch = Watch(heard)
    kept = diary.attach_bytes(entry, film, draft, watch)
    assert heard.once.wait(10) and watch.how_far().done == len(film)
    stopped = Watch()
    stopped.cancel()
    out = tmp_path / "out"
    with pytest.raises(DiaryError.Cancelled):
        diary.save_media(kept.id, str(out), stopped)
    with pytest.raises(DiaryError.Cancelled):
        home.household.back_up(str(tmp_path), str(tmp_path), watch=stopped)
    assert not out.exists()

    class Stops(ProgressListener):
        def reached(self, done: int, total: int | None) -> None:
            stopping.cancel()

    stopping = Watch(Stops())
    with pytest.raises(DiaryError.Cancelled):
        diary.attach_bytes(entry, film * 20, draft, stopping)
    assert [media.id for media in diary.media()] == [kept.id]


def test_a_backup_is_made_checked_and_restored(home: Home, tmp_path: Path) -> None:
    _, diary = home.person("Ana")
    diary.add(pressure("2026-08-14T07:10", 128, 82))
    card = tmp_path / "card"
    card.mkdir()
    done = home.household.back_up(str(card), str(tmp_path))
    assert done.proven and done.number == 1 and done.pieces > 0
    checked = home.household.check_backup(str(card))
    assert [backup.whole for backup in checked.backups] == [True] and checked.problems == []
    assert [known.place for known in home.household.backups()] == [str(card)]
    with pytest.raises(DiaryError.Invalid):
        inside = Path(home.place.folder) / "card"
        inside.mkdir()
        home.household.back_up(str(inside), str(tmp_path))
    to = HouseholdPlace(folder=str(tmp_path / "new"), state_folder=str(tmp_path / "new-state"))
    secret = TypedSecret.RECOVERY_CODE(text=home.code)
    restored = restore_backup(str(card), to, secret, RestoreWhat())
    assert (restored.diaries, restored.lost) == (1, [])
    again = Household.open_with_recovery_code(to, home.code)
    [ana] = again.people()
    assert len(again.diary(ana.id).page(EntryQuestion()).entries) == 1
    again.shut()
    for piece in sorted(card.iterdir())[1:3]:
        piece.write_bytes(b"broken")
    checked = home.household.check_backup(str(card))
    assert checked.problems


def test_a_diary_with_a_lock_of_its_own_is_brought_back(home: Home, tmp_path: Path) -> None:
    ana, diary = home.person("Ana")
    entry = diary.add(pressure("2026-08-14T07:10", 128, 82))
    code = home.household.hand_over(ana, OTHER)
    home.household.own_lock(ana).open_with_recovery_code(code)
    card = tmp_path / "card"
    card.mkdir()
    home.household.back_up(str(card), str(tmp_path))
    to = HouseholdPlace(folder=str(tmp_path / "new"), state_folder=str(tmp_path / "new-state"))
    restored = restore_backup(str(card), to, TypedSecret.RECOVERY_CODE(text=home.code), RestoreWhat())
    assert [left.file.person for left in restored.left_out] == [ana]
    again = Household.open_with_recovery_code(to, home.code)
    back = again.bring_back(str(card), ana, TypedSecret.RECOVERY_CODE(text=code))
    assert back.media_lost == []
    lock = again.own_lock(ana)
    if lock.is_shut():
        lock.open_with_recovery_code(code)
    assert again.diary(ana).entry(entry) is not None
    again.shut()


def test_a_household_is_proven_and_what_is_left_of_one_is_saved(home: Home, tmp_path: Path) -> None:
    _, diary = home.person("Ana")
    diary.add(pressure("2026-08-14T07:10", 128, 82))
    heads = home.household.heads()
    noted = next(head for head in heads.heads if head.file.what == "diary").noted
    diary.add(pressure("2026-08-14T08:10", 128, 82))
    proof = home.household.check_head(noted)
    assert (proof.proof, proof.number) == ("kept", 1)
    with pytest.raises(DiaryError.Invalid):
        home.household.check_head("ABCDEF")
    report = home.household.verify()
    assert report.sound and {file.file.what for file in report.files} >= {"household", "diary"}
    home.household.shut()
    secret = TypedSecret.RECOVERY_CODE(text=home.code)
    assert check_household(home.place.folder, secret).whole
    to = HouseholdPlace(folder=str(tmp_path / "saved"), state_folder=str(tmp_path / "saved-state"))
    saved = salvage_household(home.place.folder, secret, to, OTHER)
    assert (saved.entries, saved.sound) == (2, True)
    Household.open_with_recovery_code(to, saved.recovery_code).shut()


def test_a_diary_is_written_out_and_taken_in(home: Home, tmp_path: Path) -> None:
    ana, diary = home.person("Ana")
    entry = diary.add(pressure("2026-08-14T07:10", 128, 82))
    done = home.household.export(ExportForm.JSON, str(tmp_path / "diary.json"))
    assert (done.people, done.entries, done.shut) == (1, 1, [])
    written = json.loads((tmp_path / "diary.json").read_text())
    assert entry in json.dumps(written)
    home.household.export(ExportForm.CSV, str(tmp_path / "diary.csv"), person=ana)
    with (tmp_path / "diary.csv").open() as rows:
        assert len(list(csv.reader(rows))) >= 2
    home.household.export(ExportForm.JOURNAL, str(tmp_path / "diary.jsonl"))
    taken = home.household.import_journal(str(tmp_path / "diary.jsonl"))
    assert taken is not None and (taken.outcome, taken.operations) == ("united", 0)
    assert [shared.form for shared in home.household.sharing_log()] == ["json", "csv", "journal"]
    assert (tmp_path / "diary.json").stat().st_mode & 0o777 == 0o600


def test_another_copy_of_the_household_comes_together(home: Home, tmp_path: Path) -> None:
    import shutil

    ana, diary = home.person("Ana")
    home.household.pause()
    shutil.copytree(home.place.folder, tmp_path / "copy")
    home.household.resume()
    other = HouseholdPlace(folder=str(tmp_path / "copy"), state_folder=str(tmp_path / "copy-state"))
    there = Household.open_with_recovery_code(other, home.code)
    there.diary(ana).add(note("2026-08-14T07:10", "from the other phone"))
    there.shut()
    [united] = home.household.unite(other.folder, PASSPHRASE)
    assert (united.outcome, united.entries_before, united.entries_now) == ("united", 0, 1)
    assert len(diary.latest()) == 1


def test_civil_times_are_resolved_and_never_guessed(home: Home) -> None:
    once = resolve_civil("2026-08-14T07:10", "Europe/London")
    assert isinstance(once, ResolvedTime.ONCE) and once.at.offset_s == 3600
    skipped = resolve_civil("2026-03-29T01:30", "Europe/London")
    assert isinstance(skipped, ResolvedTime.SKIPPED)
    assert (skipped.before.civil, skipped.after.civil) == ("2026-03-29T00:30:00", "2026-03-29T02:30:00")
    twice = resolve_civil("2026-10-25T01:30", "Europe/London")
    assert isinstance(twice, ResolvedTime.TWICE)
    assert twice.second.instant_ms - twice.first.instant_ms == 3_600_000
    with pytest.raises(DiaryError.Invalid):
        resolve_civil("2026-10-25T01:30", "Europe/Nowhere")
    assert civil_at(0, "Asia/Kathmandu").civil == "1970-01-01T05:30:00"
    assert "Europe/London" in zone_names() and zone_database()
    with pytest.raises(DiaryError.Invalid):
        plan("2026-10-25T01:30", "Europe/London", WhichOfTwo.ASK)
    agreed = plan("2026-10-25T01:30", "Europe/London", WhichOfTwo.SECOND)
    assert agreed.standing == "settled" and agreed.at is not None and agreed.at.offset_s == 0
    renewed = plans_moved([agreed.kept])
    assert (renewed.plans, renewed.moved) == ([agreed], [])
    with pytest.raises(DiaryError.Invalid):
        plans_moved([b"nothing"])
    home.household.sight()
    assert len(home.household.zone_history()) >= 1
    assert convert("5.5", "mmol/L", "mg/dL", 0) == "99"
    assert convert("5.5", "mmol/L", "kg", 0) is None
