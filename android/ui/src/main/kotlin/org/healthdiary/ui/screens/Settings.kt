package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.ui.Modifier
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.parts.Aside
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.ChooseOne
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.Heading
import org.healthdiary.ui.parts.LinkLine
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.SwitchLine
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.state.ShownMoment
import org.healthdiary.ui.words.lengthWords
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.unitWords
import org.healthdiary.ui.words.words
import java.time.Duration
import java.time.LocalDate

/** What a person can set. */
@Immutable
data class SettingsState(
    val today: LocalDate,
    /** The unit that each quantity is shown in, and typed in unless another is chosen there; none for the one it was recorded in. */
    val units: Map<Measure, String?> = emptyMap(),
    /** None where the phone has no finger and no face. */
    val biometric: Boolean? = null,
    val lockAfter: Duration = Duration.ofMinutes(1),
    val notices: Notices = Notices.On,
    val hideScreen: Boolean = true,
    /** What it leads to; other ways are not shown. */
    val links: Set<SettingsLink> = SettingsLink.entries.toSet(),
    val backup: BackupKnown? = null,
    /** Why something was not set. */
    val problem: SettingsProblem? = null,
)

/** Whether the phone says that an entry waits; [Refused] where it was asked to, and its own settings say no. */
enum class Notices { On, Off, Refused }

/** When the diary was last backed up. */
@Immutable
sealed interface BackupKnown {
    data object Never : BackupKnown

    data class Last(
        val at: ShownMoment,
    ) : BackupKnown
}

/** Why something was not set. Everything is as it was. */
enum class SettingsProblem { Cancelled, LockedOut, Impossible, Failed }

/** A quantity whose unit can be chosen, with the units to choose from; names as in the core. */
enum class Measure(
    val units: List<String>,
) {
    Weight(listOf("kg", "lb", "st")),
    Temperature(listOf("°C", "°F")),
    Glucose(listOf("mmol/L", "mg/dL")),
}

/** What the settings lead to. */
enum class SettingsLink { Devices, People, Receiving, Backup, Check, About, Passphrase, RecoveryCode, Language, TextSize }

/** What can be done on [SettingsScreen]. */
sealed interface SettingsAction {
    data object Back : SettingsAction

    data class Open(
        val link: SettingsLink,
    ) : SettingsAction

    data class SetUnit(
        val measure: Measure,
        val unit: String?,
    ) : SettingsAction

    data class SetBiometric(
        val on: Boolean,
    ) : SettingsAction

    data class SetLockAfter(
        val after: Duration,
    ) : SettingsAction

    data class SetNotices(
        val on: Boolean,
    ) : SettingsAction

    data class SetHideScreen(
        val on: Boolean,
    ) : SettingsAction
}

private val more =
    listOf(
        SettingsLink.Devices to R.string.devices_title,
        SettingsLink.People to R.string.people_title,
        SettingsLink.Receiving to R.string.receiving_title,
        SettingsLink.Backup to R.string.backup_title,
        SettingsLink.Check to R.string.check_title,
        SettingsLink.About to R.string.about_title,
    )
private val lockTimes = listOf(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15))

/** Everything that is not of a day, and what a person can set. */
@Composable
fun SettingsScreen(
    state: SettingsState,
    act: (SettingsAction) -> Unit,
) {
    Page(title = words(R.string.settings_title), back = { act(SettingsAction.Back) }) {
        state.problem?.let { Notice(Tone.Attention, words(problemWords(it))) }
        Card { Links(more, state, act) }
        Privacy(state, act)
        if (state.units.isNotEmpty()) Units(state, act)
        Heading(words(R.string.settings_phone))
        Card {
            Links(
                listOf(SettingsLink.Language to R.string.settings_language, SettingsLink.TextSize to R.string.settings_text_size),
                state,
                act,
            )
        }
    }
}

@Composable
private fun Links(
    links: List<Pair<SettingsLink, Int>>,
    state: SettingsState,
    act: (SettingsAction) -> Unit,
) {
    links.filter { (link, _) -> link in state.links }.forEachIndexed { index, (link, key) ->
        if (index > 0) Divider()
        val below = if (link == SettingsLink.Backup) state.backup?.let { backupWords(it, state.today) } else null
        LinkLine(words(key), below) { act(SettingsAction.Open(link)) }
    }
}

@Composable
private fun backupWords(
    backup: BackupKnown,
    today: LocalDate,
): String =
    when (backup) {
        BackupKnown.Never -> words(R.string.settings_backup_none)
        is BackupKnown.Last -> words(R.string.backup_last, momentWords(backup.at, today, inSentence = true))
    }

internal fun problemWords(problem: SettingsProblem): Int =
    when (problem) {
        SettingsProblem.Cancelled -> R.string.settings_biometric_cancelled
        SettingsProblem.LockedOut -> R.string.settings_biometric_locked_out
        SettingsProblem.Impossible -> R.string.settings_biometric_impossible
        SettingsProblem.Failed -> R.string.settings_failed
    }

@Composable
private fun ColumnScope.Privacy(
    state: SettingsState,
    act: (SettingsAction) -> Unit,
) {
    Heading(words(R.string.settings_privacy))
    Card {
        state.biometric?.let { on ->
            SwitchLine(words(R.string.settings_biometric), words(R.string.settings_biometric_below), on) {
                act(SettingsAction.SetBiometric(it))
            }
            Divider()
        }
        val below = if (state.notices == Notices.Refused) R.string.settings_notices_refused else R.string.settings_notices_below
        SwitchLine(words(R.string.settings_notices), words(below), state.notices == Notices.On) { act(SettingsAction.SetNotices(it)) }
        Divider()
        SwitchLine(words(R.string.settings_screen), words(R.string.settings_screen_below), state.hideScreen) {
            act(SettingsAction.SetHideScreen(it))
        }
        Divider()
        Aside(words(R.string.settings_lock_after), Modifier.padding(start = Sizes.edge, end = Sizes.edge, top = Sizes.apart))
        ChooseOne(lockTimes, state.lockAfter, { act(SettingsAction.SetLockAfter(it)) }) {
            if (it.isZero) words(R.string.settings_lock_at_once) else lengthWords(it)
        }
        Divider()
        Links(
            listOf(SettingsLink.Passphrase to R.string.settings_passphrase, SettingsLink.RecoveryCode to R.string.settings_code),
            state,
            act,
        )
    }
}

@Composable
private fun ColumnScope.Units(
    state: SettingsState,
    act: (SettingsAction) -> Unit,
) {
    Heading(words(R.string.settings_units))
    Card {
        for ((measure, unit) in state.units) {
            Aside(words(measureWords(measure)), Modifier.padding(start = Sizes.edge, end = Sizes.edge, top = Sizes.apart))
            ChooseOne(listOf(null) + measure.units, unit, { act(SettingsAction.SetUnit(measure, it)) }) {
                if (it == null) words(R.string.settings_unit_as_recorded) else unitWords(it)
            }
        }
    }
}

private fun measureWords(measure: Measure): Int =
    when (measure) {
        Measure.Weight -> R.string.settings_weight
        Measure.Temperature -> R.string.settings_temperature
        Measure.Glucose -> R.string.settings_glucose
    }
