package org.healthdiary.app

import android.bluetooth.BluetoothAdapter
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.activity.viewModels
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.createSavedStateHandle
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import kotlinx.coroutines.flow.launchIn
import kotlinx.coroutines.flow.onEach
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.keys.SystemPrompt
import org.healthdiary.bridge.radio.PhoneBluetooth
import org.healthdiary.ui.look.DiaryTheme

/** The one activity. */
internal class MainActivity :
    ComponentActivity(),
    Hands {
    private val model: DiaryModel by viewModels { factory }
    private val factory: ViewModelProvider.Factory
        get() =
            viewModelFactory {
                initializer {
                    DiaryModel(Bridge.of(this@MainActivity), createSavedStateHandle(), preferences, PhoneSays(applicationContext))
                }
            }

    private val preferences: Preferences get() = (application as DiaryApplication).preferences
    private val careHands = ActivityCareHands(this, ::preferences, ::model)
    private val fileHands = ActivityFileHands(this) { model.entry.files }

    private val asking =
        registerForActivityResult(RequestMultiplePermissions()) {
            when (model.ways.place.value) {
                Place.Take -> model.take.begin()
                Place.AddDevice -> model.adding.begin(asks = false)
                else -> model.returned()
            }
        }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        hideScreen(preferences.hideScreen.value)
        preferences.hideScreen.onEach(::hideScreen).launchIn(lifecycleScope)
        enableEdgeToEdge()
        model.takeHands(this)
        model.care.takeHands(careHands)
        model.entry.files.hands = fileHands
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            model.takePrompt(SystemPrompt(this, getString(R.string.prompt_title), getString(R.string.prompt_not_now)))
        }
        setContent { DiaryTheme { Show(model) } }
    }

    override fun onResume() {
        super.onResume()
        model.returned()
    }

    override fun onDestroy() {
        model.takeHands(null)
        model.care.takeHands(null)
        model.entry.files.hands = null
        model.takePrompt(null)
        super.onDestroy()
    }

    /** Neither the task switcher nor a picture of the screen shows what is in a diary, unless somebody wants it to. */
    private fun hideScreen(hidden: Boolean) =
        window.setFlags(if (hidden) WindowManager.LayoutParams.FLAG_SECURE else 0, WindowManager.LayoutParams.FLAG_SECURE)

    override val mayUseBluetooth: Boolean get() = PhoneBluetooth.given(this)

    override val wouldAskAgain: Boolean
        get() = PhoneBluetooth.needed.any { shouldShowRequestPermissionRationale(it) || !preferences.wasAsked(it) }

    override val bluetoothOn: Boolean get() = PhoneBluetooth.isOn(this)

    override val locationOn: Boolean? get() = PhoneBluetooth.locationOn(this)

    override val noticesSettled: Boolean get() = !preferences.notices || Notices.areAllowed(this)

    override fun askForBluetooth() {
        PhoneBluetooth.needed.forEach(preferences::noteAsked)
        asking.launch(PhoneBluetooth.needed)
    }

    override fun openLocationSettings() = careHands.open(PhonePage.Location)

    override fun askForNotices() = careHands.askForNotices()

    override fun switchBluetoothOn() = open(Intent(BluetoothAdapter.ACTION_REQUEST_ENABLE))

    override fun openSettings() = open(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null)))

    private fun open(intent: Intent) {
        try {
            startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            // A phone without that page: the screen still says what to do.
        } catch (_: SecurityException) {
            askForBluetooth()
        }
    }
}
