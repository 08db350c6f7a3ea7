package org.healthdiary.app

import android.Manifest
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.IntentSender
import android.net.Uri
import android.os.Build
import android.provider.Settings
import androidx.activity.ComponentActivity
import androidx.activity.result.IntentSenderRequest
import androidx.activity.result.contract.ActivityResultContracts.OpenDocumentTree
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.activity.result.contract.ActivityResultContracts.StartIntentSenderForResult

/** What the activity does for the settings. Made with it: the system gives answers to whoever asks for them from the beginning. */
internal class ActivityCareHands(
    private val activity: ComponentActivity,
    private val preferences: () -> Preferences,
    private val model: () -> DiaryModel,
) : CareHands {
    private val forBackup = picking(Picked.Backup)
    private val forRestore = picking(Picked.Restore)
    private val question = activity.registerForActivityResult(StartIntentSenderForResult()) { model().care.associated() }
    private val notices =
        activity.registerForActivityResult(RequestPermission()) {
            model().adding.noticesAsked()
            model().care.returned()
        }

    private fun picking(what: Picked) =
        activity.registerForActivityResult(OpenDocumentTree()) { tree -> tree?.let { model().care.picked(what, it) } }

    override fun pickFolder(what: Picked) {
        try {
            (if (what == Picked.Backup) forBackup else forRestore).launch(null)
        } catch (_: ActivityNotFoundException) {
            // A phone on which no folder can be picked: the screen stays as it is.
        }
    }

    override fun ask(question: IntentSender) = this.question.launch(IntentSenderRequest.Builder(question).build())

    override fun askForNotices() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            val permission = Manifest.permission.POST_NOTIFICATIONS
            if (activity.shouldShowRequestPermissionRationale(permission) || !preferences().wasAsked(permission)) {
                preferences().noteAsked(permission)
                notices.launch(permission)
                return
            }
        }
        open(PhonePage.Notifications)
        model().adding.noticesAsked()
    }

    override fun open(page: PhonePage) {
        val intent =
            when (page) {
                PhonePage.Notifications -> {
                    Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, activity.packageName)
                }

                PhonePage.Battery -> {
                    Intent(Settings.ACTION_IGNORE_BATTERY_OPTIMIZATION_SETTINGS)
                }

                PhonePage.Location -> {
                    Intent(Settings.ACTION_LOCATION_SOURCE_SETTINGS)
                }

                PhonePage.TextSize -> {
                    Intent(Settings.ACTION_DISPLAY_SETTINGS)
                }

                PhonePage.Language -> {
                    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
                        Intent(Settings.ACTION_APP_LOCALE_SETTINGS, Uri.fromParts("package", activity.packageName, null))
                    } else {
                        Intent(Settings.ACTION_LOCALE_SETTINGS)
                    }
                }
            }
        try {
            activity.startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            // A phone without that page: the screen still says what is so.
        }
    }
}
