package org.healthdiary.app

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import org.healthdiary.ui.screens.AboutScreen
import org.healthdiary.ui.screens.BackupScreen
import org.healthdiary.ui.screens.CheckScreen
import org.healthdiary.ui.screens.NewCodeScreen
import org.healthdiary.ui.screens.PassphraseScreen
import org.healthdiary.ui.screens.PhoneKeyScreen
import org.healthdiary.ui.screens.ReceivingScreen
import org.healthdiary.ui.screens.RecoveryCodeScreen
import org.healthdiary.ui.screens.RescueScreen
import org.healthdiary.ui.screens.RestoreScreen
import org.healthdiary.ui.screens.SettingsScreen

/** The settings, and what they lead to. */
@Composable
internal fun ShowCare(
    care: Care,
    place: Place,
) {
    when (place) {
        Place.Settings -> {
            val state by care.settings.state.collectAsStateWithLifecycle()
            SettingsScreen(state, care.settings::act)
        }

        Place.Backup -> {
            val state by care.backup.state.collectAsStateWithLifecycle()
            BackupScreen(state, care.backup::act)
        }

        Place.Rescue -> {
            val state by care.rescue.state.collectAsStateWithLifecycle()
            RescueScreen(state, care.rescue::act)
        }

        Place.Restore -> {
            val state by care.restore.state.collectAsStateWithLifecycle()
            RestoreScreen(state, care.restore::act)
        }

        Place.Check -> {
            val state by care.check.state.collectAsStateWithLifecycle()
            CheckScreen(state, care.check::act)
        }

        Place.Receiving -> {
            val state by care.receiving.state.collectAsStateWithLifecycle()
            state?.let { ReceivingScreen(it, care.receiving::act) }
        }

        Place.About -> {
            val state by care.about.state.collectAsStateWithLifecycle()
            AboutScreen(state, care.about::act)
        }

        else -> {
            ShowSecrets(care, place)
        }
    }
}

@Composable
private fun ShowSecrets(
    care: Care,
    place: Place,
) {
    when (place) {
        Place.NewPassphrase -> {
            val state by care.secrets.passphrase.collectAsStateWithLifecycle()
            PassphraseScreen(state, care.secrets::act)
        }

        Place.NewCode -> {
            val code by care.secrets.code.collectAsStateWithLifecycle()
            val before by care.secrets.newCode.collectAsStateWithLifecycle()
            if (code.groups.isEmpty()) NewCodeScreen(before, care.secrets::act) else RecoveryCodeScreen(code, care.secrets::act)
        }

        Place.PhoneKey -> {
            val state by care.phoneKey.state.collectAsStateWithLifecycle()
            PhoneKeyScreen(state, care.phoneKey::act)
        }

        else -> {}
    }
}
