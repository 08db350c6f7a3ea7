package org.healthdiary.app

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.HealthDiary
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.keys.PhoneKeys
import org.healthdiary.bridge.keys.Prompt
import org.healthdiary.bridge.keys.PromptAnswer
import org.healthdiary.ui.screens.BackupKnown
import org.healthdiary.ui.screens.Measure
import org.healthdiary.ui.screens.Notices
import org.healthdiary.ui.screens.PhoneKeyAction
import org.healthdiary.ui.screens.PhoneKeyState
import org.healthdiary.ui.screens.SettingsAction
import org.healthdiary.ui.screens.SettingsLink
import org.healthdiary.ui.screens.SettingsProblem
import org.healthdiary.ui.screens.SettingsState

/** What a person can set, and where everything else is. */
internal class SettingsModel(
    private val bridge: Bridge,
    private val parts: Care.Parts,
) {
    private val preferences = parts.preferences
    private val now = MutableStateFlow(read())
    val state: StateFlow<SettingsState> = now.asStateFlow()
    var hands: CareHands? = null

    /** Asks a finger or a face; none while there is no screen to ask on. */
    var prompt: Prompt? = null

    fun begin() {
        now.value = read().copy(biometric = now.value.biometric, backup = now.value.backup)
        parts.scope.launch {
            val biometric = if (parts.phone.keys == PhoneKeys.NONE) null else bridge.diary.phoneUnlocks()
            now.update { it.copy(biometric = biometric) }
            val last = bridge.backups.last()
            now.update { it.copy(backup = if (last == null) BackupKnown.Never else BackupKnown.Last(shown(last.atMs))) }
        }
    }

    private fun read() =
        SettingsState(
            today = parts.whose.today.value,
            lockAfter = preferences.lockAfter,
            notices =
                when {
                    !preferences.notices -> Notices.Off
                    parts.phone.noticesAllowed -> Notices.On
                    else -> Notices.Refused
                },
            hideScreen = preferences.hideScreen.value,
            links = links.keys,
            units = units(),
        )

    private fun units(): Map<Measure, String?> = Measure.entries.associateWith(preferences.units.value::get)

    fun act(action: SettingsAction) {
        when (action) {
            SettingsAction.Back -> {
                parts.ways.back()
            }

            is SettingsAction.Open -> {
                open(action.link)
            }

            is SettingsAction.SetBiometric -> {
                parts.scope.launch {
                    now.update { it.copy(problem = null) }
                    val problem = if (action.on) switchOn(bridge.diary, prompt) else switchOff()
                    val on = bridge.diary.phoneUnlocks()
                    now.update { it.copy(biometric = on, problem = problem) }
                }
            }

            is SettingsAction.SetLockAfter -> {
                preferences.lockAfter = action.after
                now.update { it.copy(lockAfter = action.after) }
            }

            is SettingsAction.SetNotices -> {
                preferences.notices = action.on
                if (action.on && !parts.phone.noticesAllowed) hands?.askForNotices()
                begin()
            }

            is SettingsAction.SetHideScreen -> {
                preferences.setHideScreen(action.on)
                now.update { it.copy(hideScreen = action.on) }
            }

            is SettingsAction.SetUnit -> {
                preferences.setUnit(action.measure, action.unit)
                now.update { it.copy(units = units()) }
            }
        }
    }

    private fun open(link: SettingsLink) {
        when (link) {
            SettingsLink.Language -> hands?.open(PhonePage.Language)
            SettingsLink.TextSize -> hands?.open(PhonePage.TextSize)
            else -> links[link]?.let(parts.ways::go)
        }
    }

    private suspend fun switchOff(): SettingsProblem? =
        try {
            bridge.diary.letPhoneUnlockNoMore()
            null
        } catch (_: DiaryTrouble) {
            SettingsProblem.Failed
        }

    private companion object {
        /** The ways that lead somewhere; none of the app's places for what the phone sets. */
        val links: Map<SettingsLink, Place?> =
            mapOf(
                SettingsLink.Devices to Place.Devices,
                SettingsLink.People to Place.People,
                SettingsLink.Receiving to Place.Receiving,
                SettingsLink.Backup to Place.Backup,
                SettingsLink.Check to Place.Check,
                SettingsLink.About to Place.About,
                SettingsLink.Passphrase to Place.NewPassphrase,
                SettingsLink.RecoveryCode to Place.NewCode,
                SettingsLink.Language to null,
                SettingsLink.TextSize to null,
            )
    }
}

/** Lets the phone unlock from now on; why it does not. */
private suspend fun switchOn(
    diary: HealthDiary,
    prompt: Prompt?,
): SettingsProblem? =
    try {
        when (prompt?.let { diary.letPhoneUnlock(it) }) {
            PromptAnswer.AGREED -> null
            PromptAnswer.LOCKED_OUT -> SettingsProblem.LockedOut
            PromptAnswer.CANCELLED -> SettingsProblem.Cancelled
            null -> SettingsProblem.Impossible
        }
    } catch (refused: DiaryTrouble) {
        if (refused.what == Trouble.KEY_GONE) SettingsProblem.Impossible else SettingsProblem.Failed
    }

/** Whether the phone may unlock: asked at the end of the first run, where the phone can. */
internal class PhoneKeyModel(
    private val diary: HealthDiary,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(PhoneKeyState())
    val state: StateFlow<PhoneKeyState> = now.asStateFlow()
    var prompt: Prompt? = null

    /** The first run is over. */
    fun goOn() {
        if (prompt != null && parts.phone.keys == PhoneKeys.READY) parts.ways.begin(Place.PhoneKey) else parts.ways.enter()
    }

    fun act(action: PhoneKeyAction) {
        when (action) {
            PhoneKeyAction.NotNow -> parts.ways.enter()
            PhoneKeyAction.Use -> use()
        }
    }

    private fun use() {
        now.value = PhoneKeyState(busy = true)
        parts.scope.launch {
            val problem = switchOn(diary, prompt)
            now.value = PhoneKeyState(problem)
            if (problem == null) parts.ways.enter()
        }
    }
}
