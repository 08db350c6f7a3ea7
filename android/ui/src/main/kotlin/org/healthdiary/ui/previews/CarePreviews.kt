package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.AboutScreen
import org.healthdiary.ui.screens.AboutState
import org.healthdiary.ui.screens.BackupKnown
import org.healthdiary.ui.screens.BackupScreen
import org.healthdiary.ui.screens.BackupState
import org.healthdiary.ui.screens.BackupTrouble
import org.healthdiary.ui.screens.CheckProblem
import org.healthdiary.ui.screens.CheckResult
import org.healthdiary.ui.screens.CheckScreen
import org.healthdiary.ui.screens.CheckState
import org.healthdiary.ui.screens.Compared
import org.healthdiary.ui.screens.Damage
import org.healthdiary.ui.screens.Measure
import org.healthdiary.ui.screens.Member
import org.healthdiary.ui.screens.MemberLock
import org.healthdiary.ui.screens.MemberRole
import org.healthdiary.ui.screens.NamedLicence
import org.healthdiary.ui.screens.Need
import org.healthdiary.ui.screens.NeedKind
import org.healthdiary.ui.screens.Notices
import org.healthdiary.ui.screens.PeopleProblem
import org.healthdiary.ui.screens.PeopleScreen
import org.healthdiary.ui.screens.PeopleState
import org.healthdiary.ui.screens.PeopleStep
import org.healthdiary.ui.screens.ReceivingScreen
import org.healthdiary.ui.screens.ReceivingState
import org.healthdiary.ui.screens.RestoreProblem
import org.healthdiary.ui.screens.RestoreScreen
import org.healthdiary.ui.screens.RestoreStage
import org.healthdiary.ui.screens.RestoreState
import org.healthdiary.ui.screens.RunningBackup
import org.healthdiary.ui.screens.SettingsLink
import org.healthdiary.ui.screens.SettingsProblem
import org.healthdiary.ui.screens.SettingsScreen
import org.healthdiary.ui.screens.SettingsState
import org.healthdiary.ui.screens.ShownAside
import org.healthdiary.ui.screens.ShownBackup
import org.healthdiary.ui.state.Hidden
import org.healthdiary.ui.state.HowFar
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDate

private val cleo = ShownPerson("3", "Cleo")
private val people =
    PeopleState(
        listOf(
            Member(Samples.ana, MemberRole.Owner),
            Member(Samples.ben, MemberRole.Adult, MemberLock.Shut),
            Member(cleo, MemberRole.Child),
        ),
    )

internal val peoplePreviews: List<Preview> =
    listOf(
        "people" to people,
        "people-opened" to people.copy(opened = cleo.id),
        "people-locked" to people.copy(opened = Samples.ben.id),
        "people-unlocked" to
            people.copy(people = listOf(Member(Samples.ben, MemberRole.Guest, MemberLock.Open)), opened = Samples.ben.id),
        "people-adding" to people.copy(step = PeopleStep.Adding, newName = "Dora"),
        "people-name-taken" to people.copy(step = PeopleStep.Adding, newName = "Cleo", problem = PeopleProblem.Name),
        "people-last-owner" to people.copy(opened = cleo.id, problem = PeopleProblem.LastOwner),
        "people-failed" to people.copy(problem = PeopleProblem.Failed),
        "people-role" to people.copy(opened = cleo.id, step = PeopleStep.ChangingRole),
        "people-hand-over" to people.copy(opened = cleo.id, step = PeopleStep.HandingOver),
        "people-removing" to people.copy(opened = cleo.id, step = PeopleStep.Removing),
    ).map { (name, state) -> Preview(name) { act -> PeopleScreen(state, act) } }

private fun needs(unmet: Collection<NeedKind> = emptyList()) = NeedKind.entries.map { Need(it, it !in unmet) }

internal val receivingPreviews: List<Preview> =
    listOf(
        "receiving" to ReceivingState(Samples.today, needs(), lastWake = Samples.at(6, 2)),
        "receiving-hindered" to ReceivingState(Samples.today, needs(listOf(NeedKind.Battery, NeedKind.NotStopped))),
        "receiving-nothing" to ReceivingState(Samples.today, needs(NeedKind.entries)),
    ).map { (name, state) -> Preview(name) { act -> ReceivingScreen(state, act) } }

private val backup =
    BackupState(Samples.today, folder = "SD card / Diary", last = ShownBackup(Samples.yesterday.at, bytes = 2_340_000))

private val aside = ShownAside("diary", Samples.yesterday.at, bytes = 7_600_000)

internal val backupPreviews: List<Preview> =
    listOf(
        "backup" to backup,
        "backup-aside" to backup.copy(aside = listOf(aside)),
        "backup-aside-deleting" to backup.copy(aside = listOf(aside), askingToDelete = aside.id),
        "backup-never" to BackupState(Samples.today),
        "backup-never-here" to BackupState(Samples.today, folder = "SD card / Diary"),
        "backup-running" to backup.copy(running = RunningBackup(HowFar(3, 12))),
        "backup-proving" to backup.copy(running = RunningBackup(HowFar(0), proving = true)),
        "backup-folder-gone" to backup.copy(problem = BackupTrouble.FolderGone),
        "backup-proof-failed" to backup.copy(problem = BackupTrouble.ProofFailed),
        "backup-no-space" to backup.copy(problem = BackupTrouble.NoSpace),
        "backup-refused" to backup.copy(problem = BackupTrouble.Refused),
        "backup-phone-full" to backup.copy(problem = BackupTrouble.PhoneFull),
        "backup-of-another" to backup.copy(last = null, problem = BackupTrouble.OfAnother),
        "backup-busy" to backup.copy(problem = BackupTrouble.Busy),
        "backup-stopped" to backup.copy(last = ShownBackup(Samples.yesterday.at), problem = BackupTrouble.Stopped),
        "backup-failed" to backup.copy(problem = BackupTrouble.Failed),
    ).map { (name, state) -> Preview(name) { act -> BackupScreen(state, act) } }

private val secret = RestoreStage.Secret(Hidden("apron lantern gravel tulip"))

internal val restorePreviews: List<Preview> =
    listOf(
        "restore" to RestoreState(RestoreStage.ChooseFolder),
        "restore-beside" to RestoreState(RestoreStage.ChooseFolder, beside = true),
        "restore-folder-gone" to RestoreState(RestoreStage.ChooseFolder, RestoreProblem.FolderGone),
        "restore-stopped" to RestoreState(secret, RestoreProblem.Stopped),
        "restore-newer" to RestoreState(secret, RestoreProblem.Newer),
        "restore-wait" to RestoreState(secret, RestoreProblem.Wait),
        "restore-failed" to RestoreState(secret, RestoreProblem.Failed),
        "restore-partly" to RestoreState(RestoreStage.Done(LocalDate.of(2026, 8, 17), partly = true)),
        "restore-not-there" to RestoreState(RestoreStage.ChooseFolder, RestoreProblem.NotThere),
        "restore-secret" to RestoreState(secret),
        "restore-wrong" to RestoreState(secret, RestoreProblem.Wrong),
        "restore-damaged" to RestoreState(secret, RestoreProblem.Damaged),
        "restore-no-space" to RestoreState(secret, RestoreProblem.NoSpace),
        "restore-running" to RestoreState(RestoreStage.Running(HowFar(70, 100))),
        "restore-done" to RestoreState(RestoreStage.Done(LocalDate.of(2026, 8, 17))),
    ).map { (name, state) -> Preview(name) { act -> RestoreScreen(state, act) } }

private val sound = CheckResult(Samples.at(9, 0), changes = 7406)
private val heads = listOf("7K2M9Q-XW4TRC-D8HN3V-B6PYE2")

private val noted = CheckState(Samples.today, heads = heads, noted = heads.first())

internal val checkPreviews: List<Preview> =
    listOf(
        "check" to CheckState(Samples.today),
        "check-running" to CheckState(Samples.today, running = HowFar(30, 100)),
        "check-stopped" to CheckState(Samples.today, problem = CheckProblem.Stopped),
        "check-failed" to CheckState(Samples.today, problem = CheckProblem.Failed),
        "check-sound" to CheckState(Samples.today, result = sound, heads = heads),
        "check-locked" to CheckState(Samples.today, result = sound.copy(locked = listOf(Samples.ben.name)), heads = heads),
        "check-note-kept" to noted.copy(compared = Compared.Kept(Damage.Diary(Samples.ana.name), since = 412)),
        "check-note-differs" to noted.copy(compared = Compared.Differs(Damage.Household)),
        "check-note-locked" to noted.copy(compared = Compared.Locked),
        "check-note-unknown" to noted.copy(compared = Compared.Unknown),
        "check-note-wrong" to noted.copy(compared = Compared.NoNote),
        "check-damage" to
            CheckState(
                Samples.today,
                result = sound.copy(damage = listOf(Damage.Diary(Samples.ana.name), Damage.Household, Damage.Inbox, Damage.Pictures(2))),
            ),
    ).map { (name, state) -> Preview(name) { act -> CheckScreen(state, act) } }

private val settings = SettingsState(Samples.today, Measure.entries.associateWith { it.units.first() } + (Measure.Glucose to null))

internal val settingsPreviews: List<Preview> =
    listOf(
        Preview("settings") { act -> SettingsScreen(settings, act) },
        Preview("settings-biometric") { act -> SettingsScreen(settings.copy(biometric = true, backup = BackupKnown.Never), act) },
        Preview("settings-few") { act ->
            val few = settings.copy(units = emptyMap(), notices = Notices.Off, backup = BackupKnown.Last(Samples.yesterday.at))
            SettingsScreen(few.copy(links = SettingsLink.entries.toSet() - SettingsLink.People, problem = SettingsProblem.Failed), act)
        },
        Preview("settings-cancelled") { act ->
            SettingsScreen(settings.copy(biometric = false, notices = Notices.Refused, problem = SettingsProblem.Cancelled), act)
        },
        Preview("about") { act ->
            AboutScreen(
                AboutState(
                    "0.1.0",
                    "2026a",
                    sources = listOf(NamedLicence("NICE guideline NG136", "Hypertension in adults")),
                    licences = listOf(NamedLicence("SQLCipher", "BSD-3-Clause"), NamedLicence("Jetpack Compose", "Apache-2.0")),
                ),
                act,
            )
        },
    )
